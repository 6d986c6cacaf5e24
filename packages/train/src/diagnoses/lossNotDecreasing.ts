import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { lastLoss, lossCurve, spanOf } from "../readings/lossCurve.ts";
import { fitted } from "../readings/qualityCurve.ts";
import { initialWeights, multiplyRate, scaleInputs } from "../readings/remedies.ts";
import { scheduleFactors } from "../readings/schedulePhase.ts";
import { startingLoss } from "../readings/startingLoss.ts";

const POINTS = 5;
/** Part of the starting loss that must be gone. */
const STARTED = 0.05;
/** Part of the loss that the last half must take off, while it is above half of the starting loss. */
const STUCK = 0.005;
const HIGH = 0.5;
/** Of what can be learned, on training examples: a network that shows it has learned, whatever its loss. */
const FITTED = 0.6;
/** Of the peak rate: a rate that has gone explains a loss that stays. */
const DECAYED = 0.1;

const identity = { code: "LOS001", name: "lossNotDecreasing" };

const meanOf = (values: ReadonlyArray<number>) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * LOS001: never started (the loss ends within 5 % of where it started: the loss at init or that of guessing, the
 * lesser); or stuck (the last half took off less than .5 %, above half of that start, at a rate above a tenth of its
 * peak). Not where
 * training examples are mostly right, for some losses have a high floor. Slowing down late is normal.
 */
export const lossNotDecreasing: Diagnosis = {
  ...identity,
  diagnose(history) {
    const curve = lossCurve(history);
    const { points } = curve;
    if (points.length < POINTS) {
      return notApplicable(identity, `${points.length} ${curve.unit} of losses: ${POINTS} show a shape`);
    }
    const start = startingLoss(history);
    const last = lastLoss(curve);
    const half = points.slice(Math.floor(points.length / 2)).map(({ loss }) => loss);
    const quarter = Math.ceil(half.length / 2);
    const before = meanOf(half.slice(0, quarter));
    const fall = (before - meanOf(half.slice(quarter))) / before;
    const gone = (start - Math.min(last, meanOf(half.slice(quarter)))) / start;
    const evidence = `loss ${digits(history.lossAtInit)} at init, ${digits(history.watched.chance)} of guessing, ${digits(points[Math.floor(points.length / 5)]!.loss)} at 20 %, ${digits(half[0]!)} at 50 %, ${digits(last)} at the end: ${digits(100 * gone)} % below its start (limit ${100 * STARTED} %), ${digits(100 * fall)} % of it in the last half (limit ${100 * STUCK} %, above ${HIGH} of the start), ${spanOf(points)}`;
    const fits = fitted(history) >= FITTED;
    const neverStarted = gone < STARTED && !fits;
    const stuck =
      !fits && fall < STUCK && last > HIGH * start && scheduleFactors(history)(history.rows.length) > DECAYED;
    if (!neverStarted && !stuck) return passed(identity, evidence);
    return found(identity, {
      severity: "warn",
      where: spanOf(points),
      evidence,
      reason: neverStarted
        ? "The network predicts no better than guessing: the targets do not follow from the inputs as it sees them, or no gradient reaches the weights."
        : "The loss has stopped high: the rate, the capacity or the penalty holds it there.",
      remedies: [
        ...scaleInputs(history),
        { text: "Look at earlier findings first; and check that each target belongs to its input." },
        initialWeights,
        multiplyRate(history, 3),
        { text: "Try another optimizer." },
      ],
      source: "DeepChecker; SageMaker Debugger; AutoTrainer",
    });
  },
};
