/** The training loss over time, as a curve with enough points to speak of its shape. */
import type { History } from "../History.ts";
import { maximum } from "./maximum.ts";
import { startingLoss } from "./startingLoss.ts";

export interface LossPoint {
  /** Updates before it, and up to its end. */
  readonly start: number;
  readonly end: number;
  readonly loss: number;
  /** Of `loss`, from the spread of the batches; 0 where it is of a whole epoch. */
  readonly standardError: number;
}

export interface LossCurve {
  readonly unit: "windows" | "epochs";
  readonly points: ReadonlyArray<LossPoint>;
}

/** Windows that a shape needs. */
const ENOUGH = 10;

const ofWindows = ({ windows, watched }: History): ReadonlyArray<LossPoint> => {
  const whole = maximum(windows.map(({ count }) => count));
  return windows
    .filter(({ count }) => count === whole)
    .map(({ start, count, mean, std }) => ({
      start,
      end: start + count,
      loss: mean,
      // a sample without return: an epoch of one batch has no sampling error
      standardError: (std / Math.sqrt(count)) * (watched.iterationsPerEpoch > 1 ? 1 : 0),
    }));
};

const ofEpochs = ({ rows, watched }: History): ReadonlyArray<LossPoint> =>
  rows.map(({ epoch, scalars }) => ({
    start: (epoch - 1) * watched.iterationsPerEpoch,
    end: epoch * watched.iterationsPerEpoch,
    loss: scalars["train.loss"] ?? Number.NaN,
    standardError: 0,
  }));

/** Means of 50 iterations, where there are 10 of them or more than epochs; else of epochs. Without the penalty. */
export const lossCurve = (history: History): LossCurve => {
  const windows = ofWindows(history);
  return windows.length >= ENOUGH || windows.length > history.rows.length
    ? { unit: "windows", points: windows }
    : { unit: "epochs", points: ofEpochs(history) };
};

const meanLoss = (points: ReadonlyArray<LossPoint>): number =>
  points.reduce((sum, { loss }) => sum + loss, 0) / points.length;

/**
 * The part of the loss that it lost over the last `share` of the curve: between the mean of the half of that part
 * that came first and of the half that came last. Undefined where those halves have no points.
 */
export const lateFall = ({ points }: LossCurve, share: number): number | undefined => {
  const part = points.slice(-Math.max(2, Math.round(points.length * share)));
  const half = Math.floor(part.length / 2);
  if (points.length < 2) return undefined;
  const before = meanLoss(part.slice(0, half));
  return (before - meanLoss(part.slice(-half))) / before;
};

/** The loss over the last tenth of the curve, at least one point; NaN of none. */
export const lastLoss = ({ points }: LossCurve): number =>
  meanLoss(points.slice(-Math.max(1, Math.round(points.length / 10))));

/** The loss over the first point, or where it starts, the larger: what a change of the batch losses is measured by. */
export const scaleOf = (history: History): number =>
  Math.max(startingLoss(history), lossCurve(history).points[0]?.loss ?? 0);

/** `iterations 0–1000`, of some points. */
export const spanOf = (points: ReadonlyArray<LossPoint>): string =>
  `iterations ${points.at(0)?.start ?? 0}–${points.at(-1)?.end ?? 0}`;
