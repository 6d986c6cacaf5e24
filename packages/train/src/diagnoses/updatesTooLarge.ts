import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { lastLoss, lossCurve } from "../readings/lossCurve.ts";
import { maximum } from "../readings/maximum.ts";
import { divideRate } from "../readings/remedies.ts";
import { startingLoss } from "../readings/startingLoss.ts";
import { measuredRatios, ratioEvidence, weightReadings } from "../readings/weightReadings.ts";

const LIMIT = 3e-2;
/** ‖w‖ at the end over the start. */
const SHRUNK = 0.5;
/** Of the starting loss. */
const LEARNED = 0.3;
/** The ratio to aim at. */
const TARGET = 3e-3;

const identity = { code: "UPD002", name: "updatesTooLarge" };

/**
 * UPD002: the median update:weight ratio at the peak rate is above 3e-2 in some weight tensor that a penalty did not
 * shrink, and the loss has not come below .3 of where it started: small networks learn well with such updates.
 */
export const updatesTooLarge: Diagnosis = {
  ...identity,
  diagnose(history) {
    const ratios = measuredRatios(history);
    if (ratios.length === 0) return notApplicable(identity, "no update of a weight was measured");
    const growth = new Map(weightReadings(history).map((each) => [each.name, each.growth]));
    const evidence = ratioEvidence(ratios, `limit ${digits(LIMIT)}`, history);
    const large = ratios.filter(({ name, ratio }) => ratio > LIMIT && (growth.get(name) ?? 1) > SHRUNK);
    const last = lastLoss(lossCurve(history));
    if (large.length === 0 || last < LEARNED * startingLoss(history)) {
      return passed(identity, `${evidence}; the loss ends at ${digits(last)}`);
    }
    const largest = maximum(large.map(({ ratio }) => ratio));
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
