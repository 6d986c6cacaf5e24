import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { lateSpread } from "../readings/lateSpread.ts";
import { qualityCurve } from "../readings/qualityCurve.ts";
import { decayRate, divideRate } from "../readings/remedies.ts";

const identity = { code: "LR006", name: "decayMissing" };

/** LR006: the rate is constant, and the validation metric still goes up and down at the end, as FIT006 measures it. */
export const decayMissing: Diagnosis = {
  ...identity,
  diagnose(history) {
    const { schedule } = history.watched;
    if (schedule !== "constant") return notApplicable(identity, `the schedule is ${schedule}`);
    const spread = lateSpread(history);
    if (spread === undefined)
      return notApplicable(identity, `${history.rows.length} epochs: 8 show a late spread`);
    const { from, until, deviation, limit } = spread;
    const evidence = `constant rate ${digits(history.watched.baseRate)}; deviation of validation.${qualityCurve(history).name} from epoch to epoch ${digits(deviation)} (limit ${digits(limit)}), epochs ${from}–${until}`;
    if (deviation <= limit) return passed(identity, evidence);
    return found(identity, {
      severity: "info",
      where: `epochs ${from}–${until}`,
      evidence,
      reason: "At the end the updates are too long to settle.",
      remedies: [decayRate(history), divideRate(history, 3)],
      source: "Google tuning playbook",
    });
  },
};
