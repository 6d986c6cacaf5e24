import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { lastLoss, lateFall, lossCurve, spanOf } from "../readings/lossCurve.ts";
import { decayRate, divideRate } from "../readings/remedies.ts";
import { scheduleFactors } from "../readings/schedulePhase.ts";
import { startingLoss } from "../readings/startingLoss.ts";
import { measuredRatios, ratioEvidence } from "../readings/weightReadings.ts";

const POINTS = 10;
/** Of the whole fall, within the first tenth. */
const EARLY_FALL = 0.8;
/** Part of the loss that the second half took off. */
const STILL = 0.01;
/** Of the starting loss: what is below it has learned. */
const LEARNED = 0.1;
const RATIO = 1e-2;

const identity = { code: "LR002", name: "learningRatePlateau" };

/**
 * LR002: 80 % of the whole fall came in the first tenth of the run, the second half took off less than 1 %, the loss
 * is above a tenth of where it started, the rate is not decayed, and u > 1e-2 in some weight tensor: fast, then stuck
 * high (cs231n).
 */
export const learningRatePlateau: Diagnosis = {
  ...identity,
  diagnose(history) {
    const curve = lossCurve(history);
    const { points } = curve;
    const fall = lateFall(curve, 0.5);
    if (points.length < POINTS || fall === undefined) {
      return notApplicable(identity, `${points.length} ${curve.unit} of losses: ${POINTS} show a plateau`);
    }
    const ratios = measuredRatios(history);
    const early = points[Math.ceil(points.length / 10) - 1]?.loss ?? Number.NaN;
    const last = lastLoss(curve);
    const share = (history.lossAtInit - early) / (history.lossAtInit - last);
    const evidence = `${digits(100 * share)} % of the fall in the first tenth (limit ${100 * EARLY_FALL} %), ${digits(100 * fall)} % of the loss in the second half (limit ${100 * STILL} %), plateau at ${digits(last)}, ${spanOf(points)}; ${ratioEvidence(ratios, `limit ${RATIO}`, history)}`;
    const stuck =
      last < history.lossAtInit &&
      share >= EARLY_FALL &&
      fall < STILL &&
      last > LEARNED * startingLoss(history) &&
      last < 0.95 * startingLoss(history) &&
      scheduleFactors(history)(history.rows.length) > 0.5 &&
      ratios.some(({ ratio }) => ratio > RATIO);
    if (!stuck) return passed(identity, evidence);
    return found(identity, {
      severity: "warn",
      where: spanOf(points),
      evidence,
      reason: "The updates are too long to settle: the loss fell at once and then goes from wall to wall.",
      remedies: [decayRate(history), divideRate(history, 3)],
      source: "cs231n",
    });
  },
};
