import * as Schema from "effect/Schema";
import { type Check, found, notApplicable, passed, waive } from "../Check.ts";
import { columnStatistics } from "../columnStatistics.ts";
import { digits } from "../digits.ts";

const identity = { code: "DAT004", name: "targetsNotScaled" };

const LARGE = 5;
const SMALL = 0.05;

/**
 * DAT004: values to predict whose mean or deviation is beyond 5, or whose deviation is below .05. A network starts
 * with outputs of about 1: it must walk to a far mean, and the gradients of wide targets are as large as they are.
 * Wider limits than DAT001's, because targets of a few units train well.
 */
export const targetsNotScaled: Check = {
  ...identity,
  config: Schema.Struct({ waive }).annotate({
    description: "Are the values to predict scaled to about 1?",
  }),
  run({ train, loss }) {
    if (train.values === undefined) return notApplicable(identity, "the target is classes");
    if (loss.binary_cross_entropy) return notApplicable(identity, "the targets are probabilities");
    const columns = columnStatistics(train.values, train.targetWidth).map((column, index) => ({
      ...column,
      index,
    }));
    const extent = ({ mean, std }: (typeof columns)[number]) =>
      Math.max(Math.abs(mean), std, SMALL ** 2 / Math.max(std, 1e-30));
    const bad = columns.filter(
      ({ mean, std }) => Math.abs(mean) > LARGE || std > LARGE || (std < SMALL && std > 0),
    );
    const [worst] = (bad.length > 0 ? bad : columns).toSorted((a, b) => extent(b) - extent(a));
    const evidence = `target ${worst!.index}: mean ${digits(worst!.mean)} (limit ±${LARGE}), deviation ${digits(worst!.std)} (limits ${SMALL} and ${LARGE}), range ${digits(worst!.min)} to ${digits(worst!.max)}; ${bad.length} of ${columns.length} targets outside`;
    if (bad.length === 0) return passed(identity, evidence);
    return found(identity, {
      severity: "warn",
      where: bad.map(({ index }) => `target ${index}`).join(", "),
      evidence,
      reason: "The outputs start at about 1, so the first epochs only move and stretch them.",
      remedies: [
        {
          text: "Scale the targets to mean 0 and deviation 1 where the data is made, and report in the old unit.",
        },
        { text: "Use a loss that large errors do not rule.", patch: { path: "model.loss", value: "huber" } },
      ],
      source: "DeepChecker",
    });
  },
};
