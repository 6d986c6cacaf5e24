import type { Remedy } from "@attune/core";
import type { ModelConfig } from "@attune/nn";
import * as Schema from "effect/Schema";
import { type Check, found, notApplicable, passed, waive } from "../Check.ts";
import { classBalance } from "../classBalance.ts";
import { classCounts } from "../classCounts.ts";
import { digits } from "../digits.ts";
import { isWeighted } from "../isWeighted.ts";

const identity = { code: "DAT003", name: "classImbalance" };

const BALANCE = 0.5;
const RATIO = 10;

/** The remedy, as a change where the loss has weights for classes. */
const weighting = (
  { cross_entropy: many, binary_cross_entropy: two }: ModelConfig["loss"],
  [no = 1, yes = 1]: ReadonlyArray<number>,
): Remedy => {
  const text = "Weight the classes in the loss by the inverse of their frequency.";
  if (many) {
    const value = {
      cross_entropy: {
        ...(many.labelSmoothing > 0 ? { label_smoothing: many.labelSmoothing } : {}),
        class_weights: "balanced",
      },
    };
    return { text, patch: { path: "model.loss", value } };
  }
  if (!two) return { text };
  const value = { binary_cross_entropy: { pos_weight: Number((no / yes).toPrecision(3)) } };
  return { text, patch: { path: "model.loss", value } };
};

/**
 * DAT003: classes of unlike size: a balance (e^H(π) − 1)/(K − 1) below .5, or a largest class of 10 times the smallest
 * and more. Accuracy then rewards guessing the large ones. Passes where the loss weights the
 * classes. Classes without examples are DAT008's.
 */
export const classImbalance: Check = {
  ...identity,
  config: Schema.Struct({ waive }).annotate({
    description: "Are the classes of the training examples of like size?",
  }),
  run({ train, classes, classNames, loss }) {
    if (train.labels === undefined) return notApplicable(identity, "the target is values");
    const all = classCounts(train.labels, classes);
    const counts = all.filter((count) => count > 0);
    if (counts.length < 2) return notApplicable(identity, "there are fewer than two classes: see DAT008");
    const [least, most] = [Math.min(...counts), Math.max(...counts)];
    const balance = classBalance(counts);
    const nameOf = (count: number) => classNames[all.indexOf(count)] ?? `class ${all.indexOf(count)}`;
    const evidence = `balance ${digits(balance)} (limit ${BALANCE}), largest class ${nameOf(most)} ${most}, smallest ${nameOf(least)} ${least}: ${digits(most / least)} times (limit ${RATIO})`;
    if (balance >= BALANCE && most / least < RATIO) return passed(identity, evidence);
    if (isWeighted(loss)) return passed(identity, `${evidence}; the loss weights the classes`);
    return found(identity, {
      severity: "warn",
      where: nameOf(least),
      evidence,
      reason: "Small classes hardly move the loss, so that the network may do well by never naming them.",
      remedies: [
        weighting(loss, all),
        {
          text: "Start the last bias at the logarithm of the class frequencies.",
          patch: { path: "steps.init.with.output_bias", value: "from_prior" },
        },
        { text: "Read recall by class in the evaluation rather than accuracy." },
      ],
      source: "DeepChecker; SageMaker Debugger",
    });
  },
};
