import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { lastLoss, lateFall, lossCurve } from "../readings/lossCurve.ts";
import { maximum } from "../readings/maximum.ts";
import { epochsTo, multiplyRate } from "../readings/remedies.ts";
import { slope } from "../readings/slope.ts";
import { startingLoss } from "../readings/startingLoss.ts";
import { lowRatios, ratioEvidence } from "../readings/weightReadings.ts";
import { whyNotLow } from "../readings/whyNotLow.ts";

/** Of u = ‖Δw‖/‖w‖; the second while the loss is far from learned. */
const LIMIT = 3e-4;
const FAR_LIMIT = 5e-4;
/** u × iterations: how far the weights could come over the whole run, as a part of their norm. */
const TRAVEL = 0.2;
/** u above which a short way is a short run, not a low rate. */
const HEALTHY = 2e-3;
const SHARE = 0.5;
/** Losses that a fall needs. */
const POINTS = 5;
/** Part of the loss that the last quarter still took off. */
const FALLING = 0.02;
/** Of the starting loss. */
const FAR = 0.3;
/** Standard errors by which the line through the second half must fall, where it took off less than that. */
const ERRORS = 3;
const TARGET = 3e-3;

const identity = { code: "LR001", name: "learningRateTooLow" };

/**
 * LR001: in at least half the weight tensors the update:weight ratio u is below 3e-4, or, while the loss is above .3 of
 * where it started, below 5e-4, or below 2e-3 with u × iterations below .2. And the loss still falls: the last quarter
 * took off 2 % or more, or the line through the second half falls by 3 standard errors. Not judged where `whyNotLow`
 * has a reason.
 */
export const learningRateTooLow: Diagnosis = {
  ...identity,
  diagnose(history) {
    const ratios = lowRatios(history);
    const curve = lossCurve(history);
    const fall = lateFall(curve, 0.25);
    const reason = whyNotLow(history);
    if (reason !== undefined) return notApplicable(identity, reason);
    if (fall === undefined || curve.points.length < POINTS) {
      return notApplicable(identity, `${curve.points.length} ${curve.unit} of losses: too few to see a fall`);
    }
    const iterations = history.snapshots.at(-1)?.iteration ?? 0;
    const far = lastLoss(curve) > FAR * startingLoss(history);
    const low = ratios.filter(
      ({ ratio }) =>
        ratio < (far ? FAR_LIMIT : LIMIT) || (far && ratio < HEALTHY && ratio * iterations < TRAVEL),
    );
    const line = slope(curve.points.slice(Math.floor(curve.points.length / 2)).map(({ loss }) => loss));
    const falls = fall >= FALLING || (fall > 0 && -line.rise > ERRORS * line.error);
    const evidence = `${ratioEvidence(ratios, `limit ${far ? FAR_LIMIT : LIMIT} in half the tensors`, history)}; the loss fell by ${digits(100 * fall)} % in the last quarter (limit ${100 * FALLING} %) to ${digits(lastLoss(curve))}, iterations 0–${iterations}`;
    if (low.length < SHARE * ratios.length || !falls) return passed(identity, evidence);
    const largest = maximum(ratios.map(({ ratio }) => ratio));
    return found(identity, {
      severity: "warn",
      where: low.map(({ name }) => name).join(", "),
      evidence,
      reason:
        "The loss falls steadily and slowly: longer updates in the same directions would get there sooner.",
      remedies: [multiplyRate(history, Math.max(3, Math.min(10, TARGET / largest))), epochsTo(history, 3)],
      source: "cs231n; measured on 8000 digits",
    });
  },
};
