/** What to change, as text and as a patch with its number already computed: the remedies that several findings share. */
import type { Remedy } from "@attune/core";
import type { History } from "../History.ts";

const three = (value: number): number => Number(value.toPrecision(3));

const rateTo = ({ watched }: History, value: number, text: string): Remedy => ({
  text,
  patch: { path: `steps.train.with.optimizer.${watched.optimizer}.learning_rate`, value: three(value) },
});

export const divideRate = (history: History, by: number): Remedy => {
  const to = history.watched.baseRate / by;
  return rateTo(
    history,
    to,
    `Lower the learning rate from ${three(history.watched.baseRate)} to ${three(to)}.`,
  );
};

export const multiplyRate = (history: History, by: number): Remedy => {
  const to = history.watched.baseRate * by;
  return rateTo(
    history,
    to,
    `Raise the learning rate from ${three(history.watched.baseRate)} to ${three(to)}.`,
  );
};

/** Exponential decay that ends at 1 % of the rate. */
export const decayRate = ({ watched }: History): Remedy => ({
  text: "Let the learning rate decay to 1 % over the run.",
  patch: {
    path: "steps.train.with.schedule",
    value: { exponential: { decay: three(0.01 ** (1 / Math.max(2, watched.epochs))) } },
  },
});

export const constantRate: Remedy = {
  text: "Hold the learning rate.",
  patch: { path: "steps.train.with.schedule", value: "constant" },
};

export const clipGradients: Remedy = {
  text: "Clip the gradient at the 90th percentile of its norm.",
};

export const warmUp: Remedy = {
  text: "Warm the learning rate up over the first 1 to 10 % of the run.",
};

export const initialWeights: Remedy = {
  text: "Draw the weights layer by layer to unit variance (LSUV).",
  patch: { path: "steps.init.with.weights", value: "lsuv" },
};

/** None where the inputs are standard already. */
export const scaleInputs = ({ watched }: History): ReadonlyArray<Remedy> =>
  watched.standardInputs
    ? []
    : [
        {
          text: "Scale the inputs to mean 0 and standard deviation 1.",
          patch: { path: "data.normalize", value: "standard" },
        },
      ];

export const epochsTo = (history: History, factor: number): Remedy => {
  const value = Math.max(1, Math.round(history.watched.epochs * factor));
  return {
    text: `Train for ${value} epochs, and let the decay end with them.`,
    patch: { path: "steps.train.with.epochs", value },
  };
};

export const batchTo = (history: History, factor: number): Remedy => {
  const value = Math.min(history.watched.trainSize, Math.round(history.watched.batchSize * factor));
  return {
    text: `Average the gradient over ${value} examples.`,
    patch: { path: "steps.train.with.batch_size", value },
  };
};

/** λ × 3, from .01 where there was none (AutoTrainer). */
export const strongerL2 = ({ watched }: History): Remedy => {
  const value = watched.l2 > 0 ? three(watched.l2 * 3) : 0.01;
  return {
    text: `Penalise large weights: L2 ${value}.`,
    patch: { path: "steps.train.with.l2", value },
  };
};

/** None where there is no penalty. */
export const weakerL2 = ({ watched }: History, by = 10): ReadonlyArray<Remedy> =>
  watched.l2 > 0
    ? [
        {
          text: `Lower L2 from ${three(watched.l2)} to ${three(watched.l2 / by)}.`,
          patch: { path: "steps.train.with.l2", value: three(watched.l2 / by) },
        },
      ]
    : [];

/** None where all are used already. */
export const allExamples = ({ watched }: History): ReadonlyArray<Remedy> =>
  (watched.fraction ?? 1) < 1
    ? [{ text: "Use all the training examples.", patch: { path: "data.fraction", value: 1 } }]
    : [];

/** Patience max(3, epochs/15) (AutoTrainer). */
export const stopEarly = ({ watched }: History): ReadonlyArray<Remedy> =>
  watched.earlyStopping
    ? []
    : [
        {
          text: "Stop when validation no longer improves.",
          patch: {
            path: "steps.train.with.early_stopping",
            value: { patience: Math.max(3, Math.round(watched.epochs / 15)), min_delta: 0 },
          },
        },
      ];

export const keepBest = ({ watched }: History): ReadonlyArray<Remedy> =>
  watched.selectBest
    ? []
    : [
        {
          text: "Keep the weights of the best epoch.",
          patch: { path: "steps.train.with.select", value: "best" },
        },
      ];
