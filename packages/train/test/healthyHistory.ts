/** The history of a healthy training: 10 epochs of 125 iterations of 784-64-64-10, and of whatever is changed in it. */
import type { History, LayerFigures, Snapshot, TensorFigures, Watched } from "../src/History.ts";

const EPOCHS = 10;
const ITERATIONS = 125;
const CHANCE = Math.log(10);

const weight = (epoch: number, norm: number, ratio: number): TensorFigures => ({
  role: "weight",
  norm: norm * (1 + 0.01 * epoch),
  updateRatio: epoch === 0 ? null : ratio,
  gradientNorm: 0.5,
  gradientMean: 2e-3,
  gradients: null,
  largest: 0.3,
  nearZeroShare: 0.001,
  negativeShare: 0.5,
});

const layer = (activation: string, deadShare: number | null): LayerFigures => ({
  activation,
  mean: 0.4,
  std: 0.8,
  deadShare,
  saturatedShare: null,
  zeroShare: 0.5,
  histogram: null,
});

const snapshot = (epoch: number): Snapshot => ({
  epoch,
  iteration: epoch * ITERATIONS,
  tensors: {
    "layers.0.weight": weight(epoch, 11.3, 2.7e-3),
    "layers.1.weight": weight(epoch, 11.3, 1e-3),
    "layers.2.weight": weight(epoch, 3.2, 9e-4),
  },
  layers: {
    "layers.0": layer("relu", 0.03),
    "layers.1": layer("relu", 0.04),
    "layers.2": layer("linear", null),
  },
});

const watched: Watched = {
  optimizer: "adam",
  baseRate: 1e-3,
  schedule: "constant",
  l1: 0,
  l2: 0,
  batchSize: 64,
  epochs: EPOCHS,
  iterationsPerEpoch: ITERATIONS,
  earlyStopping: false,
  selectBest: false,
  loss: "cross_entropy",
  classes: 10,
  majorityShare: 0.11,
  chance: CHANCE,
  trainSize: 8000,
  validationSize: 1000,
  inputShape: [784],
  standardInputs: true,
  layers: [
    { name: "layers.0", kind: "dense", config: { units: 64, activation: "relu" } },
    { name: "layers.1", kind: "dense", config: { units: 64, activation: "relu" } },
    { name: "layers.2", kind: "dense", config: { units: 10 } },
  ],
};

/** Loss after some iterations: falls from 2.7 towards .08. */
const falling = (iteration: number): number => 0.08 + 2.6 * Math.exp(-iteration / 120);

export const healthyHistory: History = historyOf(falling);

/** Of a training whose loss is a function of the iteration; accuracy follows the loss. */
export function historyOf(loss: (iteration: number) => number, epochs = EPOCHS): History {
  const windows = Array.from({ length: Math.floor((epochs * ITERATIONS) / 50) }, (_, at) => {
    const mean = loss(at * 50 + 25);
    return { start: at * 50, count: 50, mean, std: 0.2 * Math.abs(mean), largest: 1.3 * mean };
  });
  const rows = Array.from({ length: epochs }, (_, at) => {
    const trained = loss((at + 0.5) * ITERATIONS);
    const accuracy = Math.max(0.1, 1 - 0.35 * loss((at + 1) * ITERATIONS));
    return {
      epoch: at + 1,
      scalars: {
        "train.loss": trained,
        "train.accuracy": accuracy,
        "train.penalty": 0,
        "validation.loss": loss((at + 1) * ITERATIONS) + 0.1,
        "validation.accuracy": Math.max(0.1, accuracy - 0.02),
        learning_rate: 1e-3,
        update_ratio: 1e-3,
        gradient_norm: 0.5,
      },
    };
  });
  const snapshots = Array.from({ length: epochs + 1 }, (_, epoch) => snapshot(epoch));
  return { watched: { ...watched, epochs }, lossAtInit: 2.7, rows, windows, snapshots };
}

export const withWatched = (history: History, more: Partial<Watched>): History => ({
  ...history,
  watched: { ...history.watched, ...more },
});

/** Each figure of a tensor replaced, in snapshots after epoch 0, or in all. */
export const withTensor = (
  history: History,
  name: string,
  more: Partial<TensorFigures>,
  from = 1,
): History => ({
  ...history,
  snapshots: history.snapshots.map((each) => {
    const figures = each.tensors[name];
    return each.epoch < from || figures === undefined
      ? each
      : { ...each, tensors: { ...each.tensors, [name]: { ...figures, ...more } } };
  }),
});

/** As `withTensor`, of every weight. */
export const withWeights = (history: History, more: Partial<TensorFigures>, from = 1): History =>
  Object.keys(history.snapshots[0]?.tensors ?? {}).reduce(
    (so, name) => withTensor(so, name, more, from),
    history,
  );

export const withLayer = (
  history: History,
  name: string,
  more: Partial<LayerFigures>,
  from = 1,
): History => ({
  ...history,
  snapshots: history.snapshots.map((each) => {
    const figures = each.layers[name];
    return each.epoch < from || figures === undefined
      ? each
      : { ...each, layers: { ...each.layers, [name]: { ...figures, ...more } } };
  }),
});

/** Scalars of the epochs replaced. */
export const withRows = (
  history: History,
  more: (epoch: number) => Readonly<Record<string, number>>,
): History => ({
  ...history,
  rows: history.rows.map(({ epoch, scalars }) => ({ epoch, scalars: { ...scalars, ...more(epoch) } })),
});
