import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { lastLoss, lateFall, lossCurve } from "../readings/lossCurve.ts";
import { epochsTo, multiplyRate } from "../readings/remedies.ts";
import { startingLoss } from "../readings/startingLoss.ts";
import { measuredRatios, ratioEvidence } from "../readings/weightReadings.ts";

/** Of u = ‖Δw‖/‖w‖. */
const LIMIT = 3e-4;
/** u × iterations: how far the weights could come over the whole run, as a part of their norm. */
const TRAVEL = 0.2;
/** u above which a short way is a short run, not a low rate. */
const HEALTHY = 2e-3;
const SHARE = 0.5;
/** Part of the loss that the last quarter still took off. */
const FALLING = 0.02;
/** Of the starting loss: what is above it has not learned. */
const FAR = 0.5;
const TARGET = 3e-3;

const identity = { code: "LR001", name: "learningRateTooLow" };

/**
 * LR001: in at least half the weight tensors the update:weight ratio u is below 3e-4, or u × iterations below .2 with
 * u below 2e-3 and the loss above half of where it started; and the loss still falls: the last quarter took off 2 %
 * or more.
 */
export const learningRateTooLow: Diagnosis = {
  ...identity,
  diagnose(history) {
    const ratios = measuredRatios(history);
    const curve = lossCurve(history);
    const fall = lateFall(curve, 0.25);
    if (ratios.length === 0) return notApplicable(identity, "no update of a weight was measured");
    if (fall === undefined) {
      return notApplicable(identity, `${curve.points.length} ${curve.unit} of losses: too few to see a fall`);
    }
    const iterations = history.snapshots.at(-1)?.iteration ?? 0;
    const far = lastLoss(curve) > FAR * startingLoss(history);
    const low = ratios.filter(
      ({ ratio }) => ratio < LIMIT || (far && ratio < HEALTHY && ratio * iterations < TRAVEL),
    );
    const evidence = `${ratioEvidence(ratios, `limit ${digits(LIMIT)} in half the tensors`, history)}; the loss fell by ${digits(100 * fall)} % in the last quarter (limit ${100 * FALLING} %) to ${digits(lastLoss(curve))}, iterations 0–${iterations}`;
    if (low.length < SHARE * ratios.length || fall < FALLING) return passed(identity, evidence);
    const largest = Math.max(...ratios.map(({ ratio }) => ratio));
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
