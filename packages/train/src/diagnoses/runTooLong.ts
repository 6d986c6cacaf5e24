import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { bestEpoch, qualityCurve } from "../readings/qualityCurve.ts";
import { epochsTo, stopEarly } from "../readings/remedies.ts";
import { startingLoss } from "../readings/startingLoss.ts";

const EPOCHS = 10;
/** Of the run. */
const EARLY = 0.2;
/** Part of the starting loss that learning takes off at least. */
const LEARNED = 0.05;

const identity = { code: "FIT004", name: "runTooLong" };

/** FIT004: the least validation loss lies in the first fifth of 10 epochs or more, of a network that learned. */
export const runTooLong: Diagnosis = {
  ...identity,
  diagnose(history) {
    const curve = qualityCurve(history);
    const epochs = curve.loss.length;
    if (epochs < EPOCHS) return notApplicable(identity, `${epochs} epochs: ${EPOCHS} can be too long`);
    const best = bestEpoch(curve);
    const loss = curve.loss[best - 1]!;
    if (loss > (1 - LEARNED) * startingLoss(history)) {
      return notApplicable(identity, `the least validation loss ${digits(loss)} is that of guessing`);
    }
    const evidence = `least validation loss ${digits(loss)} in epoch ${best} of ${epochs}, ${digits(best / epochs)} of the run (limit ${EARLY})`;
    if (best > EARLY * epochs) return passed(identity, evidence);
    return found(identity, {
      severity: "info",
      where: `epochs ${best}–${epochs}`,
      evidence,
      reason: "Most of the run made the network no better.",
      remedies: [...stopEarly(history), epochsTo(history, 0.5)],
      source: "Google tuning playbook",
    });
  },
};
