/**
 * LOS003 divergedLoss: tells from the batch losses alone that a training has diverged. A pure fold, so that its state
 * goes through a checkpoint and a resumed run ends where an undisturbed one does.
 *
 * Diverged is: the smoothed loss above 4 × its best for 50 iterations; or a loss of 1000 (AutoTrainer), a smoothed
 * one of 1000 × the loss at init where the loss has a unit; or the mean over 50 iterations doubled four times running
 * (DeepChecker). Each only while the loss is above the loss at init: near zero a healthy loss wanders by factors. The
 * loss at init is of many examples and the best is of whole windows, for a batch of one may be lucky or be an outlier.
 */
import { digits } from "./digits.ts";

const BETA = 0.98;
const WINDOW = 50;
const TIMES_BEST = 4;
const DOUBLINGS = 4;
const LIMIT = 1e3;

export interface LossWatch {
  readonly iterations: number;
  /** Loss at init. */
  readonly first: number;
  /** Moving average a ← βa + (1−β)L, and βⁿ to correct its start at 0. */
  readonly average: number;
  readonly decay: number;
  /** Least smoothed loss of at least 50 batches, and the iteration it was reached in, counted from 1. */
  readonly best: number;
  readonly bestIteration: number;
  /** Iterations running above 4 × best and above the loss at init. */
  readonly above: number;
  readonly windowSum: number;
  readonly previousWindow: number;
  readonly doublings: number;
}

/** `first`: the loss at init. */
export const startOfWatch = (first: number): LossWatch => ({
  iterations: 0,
  first,
  average: 0,
  decay: 1,
  best: Number.MAX_VALUE,
  bestIteration: 0,
  above: 0,
  windowSum: 0,
  previousWindow: 0,
  doublings: 0,
});

export const smoothedLoss = ({ average, decay }: LossWatch): number => average / (1 - decay);

/** The watch after one more batch; `loss` is finite. */
export const watchLoss = (watch: LossWatch, loss: number): LossWatch => {
  const iterations = watch.iterations + 1;
  const { first } = watch;
  const average = BETA * watch.average + (1 - BETA) * loss;
  const decay = BETA * watch.decay;
  const smoothed = average / (1 - decay);
  const better = iterations >= WINDOW && smoothed < watch.best;
  const best = better ? smoothed : watch.best;
  const windowSum = watch.windowSum + loss;
  const next = {
    iterations,
    first,
    average,
    decay,
    best,
    bestIteration: better ? iterations : watch.bestIteration,
    above: smoothed > TIMES_BEST * best && smoothed > first ? watch.above + 1 : 0,
  };
  if (iterations % WINDOW !== 0) {
    return { ...next, windowSum, previousWindow: watch.previousWindow, doublings: watch.doublings };
  }
  const window = windowSum / WINDOW;
  const doubled = iterations > WINDOW && window > first && window >= 2 * watch.previousWindow;
  return { ...next, windowSum: 0, previousWindow: window, doublings: doubled ? watch.doublings + 1 : 0 };
};

/** What the last loss, `loss`, crossed: a sentence with its numbers. `unit` is set where the loss has one. */
export const divergence = (watch: LossWatch, loss: number, unit: boolean): string | undefined => {
  const smoothed = () => {
    const best =
      watch.bestIteration > 0 ? `best ${digits(watch.best)} in iteration ${watch.bestIteration}, ` : "";
    return `smoothed loss ${digits(smoothedLoss(watch))}, ${best}at init ${digits(watch.first)}`;
  };
  const limit = unit ? LIMIT * watch.first : Math.max(LIMIT, 10 * watch.first);
  const crossing = unit ? smoothedLoss(watch) : loss;
  if (crossing > limit)
    return `${unit ? "" : "batch "}loss ${digits(crossing)} (limit ${digits(limit)}); ${smoothed()}`;
  if (watch.above >= WINDOW) return `${smoothed()} (limit ${TIMES_BEST} × best for ${WINDOW} iterations)`;
  if (watch.doublings >= DOUBLINGS) {
    return `mean loss of ${WINDOW} iterations ${digits(watch.previousWindow)}, doubled ${DOUBLINGS} times running; ${smoothed()}`;
  }
  return undefined;
};
