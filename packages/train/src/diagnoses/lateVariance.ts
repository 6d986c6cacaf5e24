import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { lateSpread } from "../readings/lateSpread.ts";
import { qualityCurve } from "../readings/qualityCurve.ts";
import { batchTo, decayRate, keepBest } from "../readings/remedies.ts";

const identity = { code: "FIT006", name: "lateVariance" };

/**
 * FIT006: over the last third of the epochs (6 or more) the validation metric goes up and down by more than .01, and
 * more than 1.5 of its standard errors on that many examples: which epoch is the last decides the result.
 */
export const lateVariance: Diagnosis = {
  ...identity,
  diagnose(history) {
    const spread = lateSpread(history);
    if (spread === undefined)
      return notApplicable(identity, `${history.rows.length} epochs: 8 show a late spread`);
    const { from, until, deviation, limit } = spread;
    const { name } = qualityCurve(history);
    const evidence = `deviation of validation.${name} from epoch to epoch ${digits(deviation)} (limit ${digits(limit)}), epochs ${from}–${until}`;
    if (deviation <= limit) return passed(identity, evidence);
    return found(identity, {
      severity: "info",
      where: `epochs ${from}–${until}`,
      evidence,
      reason: "The result depends on the epoch that happens to be the last.",
      remedies: [decayRate(history), batchTo(history, 2), ...keepBest(history)],
      source: "Google tuning playbook",
    });
  },
};
