import * as Schema from "effect/Schema";
import { type Check, found, notApplicable, passed, waive } from "../Check.ts";
import { classCounts } from "../classCounts.ts";
import { digits } from "../digits.ts";

const identity = { code: "SAN015", name: "batchesNotShuffled" };

/** Deviations of χ², √(2 · degrees of freedom), above its mean. */
const DEVIATIONS = 6;
/** Share of steps from one example to the one that follows it in the data. */
const FOLLOWING = 0.5;

/** χ² of the classes by batch against their shares in the epoch, in deviations above its mean. */
const mixing = (batches: ReadonlyArray<Int32Array>, labels: Int32Array, classes: number): number => {
  const whole = classCounts(
    Int32Array.from(batches.flatMap((batch) => [...batch].map((row) => labels[row]!))),
    classes,
  );
  const size = whole.reduce((sum, count) => sum + count, 0);
  const present = whole.filter((count) => count > 0).length;
  const freedom = Math.max(1, (batches.length - 1) * (present - 1));
  const square = batches.reduce((sum, batch) => {
    const counts = classCounts(
      batch.map((row) => labels[row]!),
      classes,
    );
    return (
      sum +
      counts.reduce((own, count, k) => {
        const expected = (batch.length * whole[k]!) / size;
        return expected > 0 ? own + (count - expected) ** 2 / expected : own;
      }, 0)
    );
  }, 0);
  return (square - freedom) / Math.sqrt(2 * freedom);
};

/** Share of places where the next example is the next of the data. */
const following = (batches: ReadonlyArray<Int32Array>): number => {
  const order = batches.flatMap((batch) => [...batch]);
  return (
    order.filter((row, at) => at > 0 && row === order[at - 1]! + 1).length / Math.max(1, order.length - 1)
  );
};

/**
 * SAN015: batches are drawn at random. Their classes must lie as those of random draws do: χ² against the shares of
 * the whole epoch within 6 deviations of its mean; and examples must not come in the order of the data. Batches of one
 * class teach the network one class after the other, and each undoes what the one before taught.
 */
export const batchesNotShuffled: Check = {
  ...identity,
  config: Schema.Struct({ waive }).annotate({ description: "Are the examples of a batch drawn at random?" }),
  run({ batches: batchesOf, train, classes }) {
    const batches = batchesOf(0);
    if (batches.length < 2) return notApplicable(identity, "all examples are in one batch");
    const { labels } = train;
    const inside = labels?.every((label) => label >= 0 && label < classes) ?? false;
    const apart = labels && inside ? mixing(batches, labels, classes) : 0;
    const share = following(batches);
    const evidence = `${labels && inside ? `classes by batch ${digits(apart)} deviations from random (limit ${DEVIATIONS}); ` : ""}${digits(share)} of the examples follow their neighbour in the data (limit ${FOLLOWING}), ${batches.length} batches of ${batches[0]!.length}`;
    if (apart <= DEVIATIONS && share <= FOLLOWING) return passed(identity, evidence);
    return found(identity, {
      severity: "fail",
      where: "batches of the first epoch",
      evidence,
      reason: "Batches that are alike inside pull the weights one way, and the next batches pull them back.",
      remedies: [{ text: "Shuffle the training examples anew before each epoch." }],
      source: "Recipe; Bengio 2012, practical recommendations (shuffle the examples)",
    });
  },
};
