import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import type { History } from "../History.ts";
import { dropoutLayers } from "../readings/dropoutRemedies.ts";
import { lastLoss, lateFall, lossCurve, spanOf } from "../readings/lossCurve.ts";
import { bestEpoch, qualityCurve } from "../readings/qualityCurve.ts";
import { epochsTo } from "../readings/remedies.ts";
import { scheduleFactors } from "../readings/schedulePhase.ts";
import { startingLoss } from "../readings/startingLoss.ts";

/** Of the run. */
const LATE = 0.75;
/** Parts of the loss that the last quarter took off, and what is left of the starting loss. */
const FALLING = 0.1;
const LEFT = 0.12;
/** A fall that twice the epochs would not see the end of. */
const STEEP = 0.2;
/** Loss at init over that of guessing. */
const OFF = 4;
/** Of the peak rate: a rate that has decayed was meant to end here. */
const DECAYED = 0.1;

const identity = { code: "FIT005", name: "runTooShort" };

/** Of a run too short for a curve: what the last epoch took off its own mean loss; not told where dropout adds to that. */
const fallInEpoch = (history: History): number | undefined => {
  const last = history.rows.at(-1)?.scalars;
  if (last === undefined || dropoutLayers(history).length > 0) return undefined;
  const mean = last["train.loss"] ?? Number.NaN;
  return (mean - (last["validation.loss"] ?? Number.NaN)) / mean;
};

/**
 * FIT005: the least validation loss lies in the last quarter of the run, and the training loss still falls: its last
 * quarter (in a run of one or two windows: its epoch, by validation) took off 10 % or more, above .12 of where it started, at a rate above a tenth of its peak.
 */
export const runTooShort: Diagnosis = {
  ...identity,
  diagnose(history) {
    const curve = lossCurve(history);
    const quality = qualityCurve(history);
    const epochs = quality.loss.length;
    const fall = lateFall(curve, 0.25) ?? fallInEpoch(history);
    if (epochs === 0 || fall === undefined)
      return notApplicable(identity, "too few losses to see whether they fall");
    if (history.watched.earlyStopping && epochs < history.watched.epochs) {
      return notApplicable(identity, "the run was stopped because validation no longer improved");
    }
    if (history.lossAtInit > OFF * startingLoss(history)) {
      return notApplicable(
        identity,
        `the loss at init ${digits(history.lossAtInit)} is far above guessing: first that`,
      );
    }
    const best = bestEpoch(quality);
    const last = lastLoss(curve);
    const evidence = `least validation loss in epoch ${best} of ${epochs} (limit ${LATE}); the last quarter took off ${digits(100 * fall)} % of the training loss (limit ${100 * FALLING} %), to ${digits(last)} = ${digits(last / startingLoss(history))} of its start (limit ${LEFT}), ${spanOf(curve.points)}`;
    const short =
      best > LATE * epochs &&
      fall >= FALLING &&
      last > LEFT * startingLoss(history) &&
      scheduleFactors(history)(epochs) > DECAYED;
    if (!short) return passed(identity, evidence);
    return found(identity, {
      severity: "info",
      where: `epoch ${epochs}`,
      evidence,
      reason: "The network was still learning when the run ended.",
      remedies: [epochsTo(history, fall > STEEP ? 4 : 2)],
      source: "Google tuning playbook",
    });
  },
};
