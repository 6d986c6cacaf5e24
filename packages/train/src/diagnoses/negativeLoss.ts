import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { minimum } from "../readings/minimum.ts";

/** Losses that are a distance or a log-likelihood of a class: never below 0. */
const NEVER_NEGATIVE = [
  "cross_entropy",
  "binary_cross_entropy",
  "hinge",
  "squared_error",
  "absolute_error",
  "huber",
];

const identity = { code: "LOS008", name: "negativeLoss" };

/** LOS008: a loss that cannot be negative is (AutoTrainer). */
export const negativeLoss: Diagnosis = {
  ...identity,
  diagnose({ watched, windows, rows, lossAtInit }) {
    if (!NEVER_NEGATIVE.includes(watched.loss)) {
      return notApplicable(identity, `${watched.loss} may be negative, or is not known`);
    }
    const least = minimum([
      lossAtInit,
      ...windows.map(({ mean }) => mean),
      ...rows.flatMap(({ scalars }) => [scalars["train.loss"] ?? 0, scalars["validation.loss"] ?? 0]),
    ]);
    const evidence = `least ${watched.loss} ${digits(least)} (limit 0)`;
    if (least >= 0) return passed(identity, evidence);
    return found(identity, {
      severity: "fail",
      where: watched.loss,
      evidence,
      reason: "The loss that is computed is not the one that is stated: a sign is wrong.",
      remedies: [{ text: "Look for the wrong sign in the loss." }],
      source: "AutoTrainer",
    });
  },
};
