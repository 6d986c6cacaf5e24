import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { maximum } from "../readings/maximum.ts";
import { multiplyRate } from "../readings/remedies.ts";
import { lowRatios, ratioEvidence } from "../readings/weightReadings.ts";
import { whyNotLow } from "../readings/whyNotLow.ts";

const LIMIT = 1e-4;
const SHARE = 0.5;
/** The ratio to aim at. */
const TARGET = 3e-3;

const identity = { code: "UPD001", name: "updatesTooSmall" };

/**
 * UPD001: the median update:weight ratio at the peak rate is below 1e-4 in at least half the weight tensors (about
 * 1e-3 is healthy: cs231n; outside 1e-4 … 1e-1: DeepChecker). Not judged where
 * `whyNotLow` has a reason. A ratio of 0 is another finding: UPD003.
 */
export const updatesTooSmall: Diagnosis = {
  ...identity,
  diagnose(history) {
    const ratios = lowRatios(history);
    const reason = whyNotLow(history);
    if (reason !== undefined) return notApplicable(identity, reason);
    const small = ratios.filter(({ ratio }) => ratio < LIMIT);
    const evidence = ratioEvidence(ratios, `limit ${digits(LIMIT)} in half the tensors`, history);
    if (small.length < SHARE * ratios.length) return passed(identity, evidence);
    const largest = maximum(ratios.map(({ ratio }) => ratio));
    return found(identity, {
      severity: "warn",
      where: small.map(({ name }) => name).join(", "),
      evidence,
      reason: "The updates are so short beside the weights that the network hardly moves.",
      remedies: [multiplyRate(history, Math.min(10, TARGET / largest))],
      source: "cs231n; DeepChecker; measured on 8000 digits",
    });
  },
};
