/** How good the network was after each epoch, in evaluation mode. */
import type { History } from "../History.ts";
import { bestOf } from "../judgedBy.ts";
import type { Best } from "../TrainingCheckpoint.ts";

export interface QualityCurve {
  /** R² of values. */
  readonly name: "accuracy" | "r2";
  /** After epoch 1, 2, …; on as many training examples as validation has. */
  readonly train: ReadonlyArray<number>;
  readonly validation: ReadonlyArray<number>;
  /** Losses of validation. */
  readonly loss: ReadonlyArray<number>;
}

export const qualityCurve = ({ rows, watched }: History): QualityCurve => {
  const name = watched.classes > 0 ? "accuracy" : "r2";
  const column = (key: string) => rows.map(({ scalars }) => scalars[key] ?? Number.NaN);
  return {
    name,
    train: column(`train.${name}`),
    validation: column(`validation.${name}`),
    loss: column("validation.loss"),
  };
};

/** √(p(1 − p)/n) of an accuracy p on n examples, p no nearer to 0 or 1 than one example; of an R², 1/√n. */
export const qualityError = ({ watched }: History, value: number): number => {
  const n = Math.max(1, watched.validationSize);
  if (watched.classes === 0) return 1 / Math.sqrt(n);
  const p = Math.min(1 - 1 / (n + 1), Math.max(1 / (n + 1), value));
  return Math.sqrt((p * (1 - p)) / n);
};

/**
 * How much of what can be learned the network shows on its training examples at the end: (accuracy − share of the
 * largest class)/(1 − that share), or R². NaN without epochs.
 */
export const fitted = (history: History): number => {
  const train = qualityCurve(history).train.at(-1) ?? Number.NaN;
  const { classes, majorityShare } = history.watched;
  return classes > 0 && majorityShare < 1 ? (train - majorityShare) / (1 - majorityShare) : train;
};

/** Epoch, from 1, of the least loss of validation; 0 without epochs. */
export const bestEpoch = ({ loss }: QualityCurve): number =>
  loss.reduce((best, value, at) => (best === 0 || value < loss[best - 1]! ? at + 1 : best), 0);

/** Epoch, from 1, whose weights the step gives: the last, or the best by the step's own figure; 0 without epochs. */
export const selectedEpoch = ({ rows, watched }: History): number =>
  watched.selectBest
    ? (rows.reduce<Best | undefined>(
        (best, { epoch, scalars }) => bestOf(best, epoch, scalars, () => ({})),
        undefined,
      )?.epoch ?? 0)
    : rows.length;
