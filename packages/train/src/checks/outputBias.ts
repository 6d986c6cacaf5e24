import * as Schema from "effect/Schema";
import { type Check, found, notApplicable, passed, type Wiring, waive } from "../Check.ts";
import { classBalance } from "../classBalance.ts";
import { classCounts } from "../classCounts.ts";
import { columnStatistics } from "../columnStatistics.ts";
import { digits } from "../digits.ts";
import { headParams } from "../headParams.ts";
import { isWeighted } from "../isWeighted.ts";

const identity = { code: "INI005", name: "outputBias" };

const BALANCE = 0.5;
/** Deviation over mean, below which a target is little but its mean. */
const SPREAD = 0.1;
/** Share of the distance to the mean that a bias may be off. */
const OFF = 0.1;

const listed = (values: ReadonlyArray<number>): string => values.slice(0, 10).map(digits).join(", ");

/** Whether larger classes have larger biases. */
const sameOrder = (bias: ReadonlyArray<number>, counts: ReadonlyArray<number>): boolean =>
  counts.every((count, k) => counts.every((other, j) => count <= other || bias[k]! > bias[j]!));

interface Judged {
  readonly fits: boolean;
  readonly evidence: string;
}

const ofClasses = ({ train, classes, model }: Wiring, bias: ReadonlyArray<number>): Judged => {
  const counts = classCounts(train.labels!, classes);
  const balance = classBalance(counts);
  const size = counts.reduce((sum, count) => sum + count, 0);
  const base = model.binary
    ? [Math.log(counts[1]! / counts[0]!)]
    : counts.map((count) => Math.log(count / size));
  const fits = model.binary ? bias[0]! * base[0]! > 0 : sameOrder(bias, counts);
  return {
    fits: balance >= BALANCE || (fits && bias.some((value) => value !== 0)),
    evidence: `class balance ${digits(balance)} (limit ${BALANCE}); bias ${listed(bias)}; at the base rate ${listed(base)}`,
  };
};

const ofValues = ({ train }: Wiring, bias: ReadonlyArray<number>): Judged => {
  const columns = columnStatistics(train.values!, train.targetWidth);
  const bad = columns.findIndex(
    ({ mean, std }, k) =>
      std <= SPREAD * Math.abs(mean) && Math.abs(bias[k]! - mean) > Math.max(OFF * Math.abs(mean), std),
  );
  const at = Math.max(0, bad);
  const { mean, std } = columns[at]!;
  return {
    fits: bad < 0,
    evidence: `target ${at}: mean ${digits(mean)}, deviation ${digits(std)}, ${digits(std / Math.abs(mean))} of the mean (limit ${SPREAD}); bias ${listed([bias[at]!])}`,
  };
};

/**
 * INI005: where most examples are of few classes (balance below .5, as DAT003), the last bias should start at the base
 * rate, ln π_k, of a binary net ln(π₁/π₀); where values are far from 0 beside their deviation, at their mean. Otherwise
 * the first epochs learn nothing but the bias. Warns where such a bias is 0, or in another order than the frequencies.
 */
export const outputBias: Check = {
  ...identity,
  config: Schema.Struct({ waive }).annotate({ description: "Does the last bias start at the base rate?" }),
  run(wiring) {
    const { model, weights, train, classes } = wiring;
    const { bias: name } = headParams(model);
    const bias = name === undefined ? undefined : weights[name];
    if (name === undefined || bias === undefined || bias.data.length !== model.outputShape[0])
      return notApplicable(identity, "the last layer has no bias of one number for each output");
    if (train.labels && classCounts(train.labels, classes).filter((count) => count > 0).length < 2)
      return notApplicable(identity, "there are fewer than two classes: see DAT008");
    if (isWeighted(wiring.loss))
      return notApplicable(identity, "the loss weights the classes, so their frequency is not the base rate");
    const values = [...bias.data];
    const { fits, evidence } = train.labels ? ofClasses(wiring, values) : ofValues(wiring, values);
    if (fits) return passed(identity, evidence);
    return found(identity, {
      severity: "warn",
      where: name,
      evidence,
      reason: "The loss first falls by learning how frequent the classes, or how large the values, are.",
      remedies: [
        {
          text: "Start the last bias at the base rate.",
          patch: { path: "steps.init.with.output_bias", value: "from_prior" },
        },
        ...(train.labels ? [] : [{ text: "Scale the targets to mean 0 where the data is made." }]),
      ],
      source: "Recipe; DeepChecker",
    });
  },
};
