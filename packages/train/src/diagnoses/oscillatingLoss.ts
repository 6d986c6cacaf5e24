import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { lossCurve, scaleOf, spanOf } from "../readings/lossCurve.ts";
import { batchTo, decayRate, divideRate } from "../readings/remedies.ts";

const POINTS = 10;
const LAST = 50;
/** (n − turns)/n (DeepChecker). */
const SMOOTHNESS = 0.5;
/** Mean |change| between points, over its standard error, and as a part of the starting loss. */
const ERRORS = 2;
const MATTERS = 0.05;

const identity = { code: "LOS002", name: "oscillatingLoss" };

/**
 * LOS002: over the last 50 points of the loss (10 or more) it turns at more than half of them (smoothness below .5:
 * DeepChecker), and its mean change from point to point is above 2 standard errors of the batches and above 5 % of
 * the starting loss. Near its floor every loss turns by chance, and by little.
 */
export const oscillatingLoss: Diagnosis = {
  ...identity,
  diagnose(history) {
    const curve = lossCurve(history);
    const points = curve.points.slice(-LAST);
    if (points.length < POINTS) {
      return notApplicable(identity, `${points.length} ${curve.unit} of losses: ${POINTS} show a swing`);
    }
    const changes = points.slice(1).map(({ loss, standardError }, at) => ({
      change: loss - points[at]!.loss,
      error: Math.hypot(standardError, points[at]!.standardError),
    }));
    const turns = changes.filter(({ change }, at) => at > 0 && change * changes[at - 1]!.change < 0).length;
    const smoothness = (points.length - turns) / points.length;
    const swing = changes.reduce((sum, { change }) => sum + Math.abs(change), 0) / changes.length;
    const error = changes.reduce((sum, each) => sum + each.error, 0) / changes.length;
    const limit = Math.max(ERRORS * error, MATTERS * scaleOf(history));
    const evidence = `smoothness ${digits(smoothness)} (limit ${SMOOTHNESS}), mean swing ${digits(swing)} (limit ${digits(limit)}) over ${points.length} ${curve.unit}, ${spanOf(points)}`;
    if (smoothness >= SMOOTHNESS || swing <= limit) return passed(identity, evidence);
    return found(identity, {
      severity: "warn",
      where: spanOf(points),
      evidence,
      reason: "The loss goes from wall to wall: the updates are longer than the valley is wide.",
      remedies: [divideRate(history, 3), decayRate(history), batchTo(history, 2)],
      source: "DeepChecker; AutoTrainer",
    });
  },
};
