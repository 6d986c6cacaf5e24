import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { divideRate } from "../readings/remedies.ts";
import { measuredRatios, ratioEvidence } from "../readings/weightReadings.ts";

const LIMIT = 3e-2;
/** The ratio to aim at. */
const TARGET = 3e-3;

const identity = { code: "UPD002", name: "updatesTooLarge" };

/** UPD002: the median update:weight ratio at the peak rate is above 3e-2 in some weight tensor. */
export const updatesTooLarge: Diagnosis = {
  ...identity,
  diagnose(history) {
    const ratios = measuredRatios(history);
    if (ratios.length === 0) return notApplicable(identity, "no update of a weight was measured");
    const evidence = ratioEvidence(ratios, `limit ${digits(LIMIT)}`, history);
    const large = ratios.filter(({ ratio }) => ratio > LIMIT);
    if (large.length === 0) return passed(identity, evidence);
    const largest = Math.max(...large.map(({ ratio }) => ratio));
    return found(identity, {
      severity: "warn",
      where: large.map(({ name }) => name).join(", "),
      evidence,
      reason: "Each update replaces a good part of the weights, so what one batch taught the next undoes.",
      remedies: [divideRate(history, Math.min(10, largest / TARGET))],
      source: "cs231n; DeepChecker; measured on 8000 digits",
    });
  },
};
