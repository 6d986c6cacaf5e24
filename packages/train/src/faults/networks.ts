/** The healthy experiments that faults are put into. Small, so that one trains in about a second. */
import type { Json } from "@attune/core";
import type { Dataset } from "@attune/nn";

/** An experiment as its file has it, as far as the suite reads it. */
export type Written = {
  readonly data: Json;
  readonly model: Json;
  readonly steps: {
    readonly init: { readonly with: Json };
    readonly sanity: { readonly with: Json };
    readonly train: { readonly with: Json };
  };
};

export interface Network {
  readonly experiment: Written;
  /** Of its model. */
  readonly layers: ReadonlyArray<Json>;
  /** Of Adam, in the experiment. */
  readonly rate: number;
  /** What the data set becomes before anything else. */
  readonly dataset?: (dataset: Dataset) => Dataset;
}

const written = (
  layers: ReadonlyArray<Json>,
  rate: number,
  epochs: number,
  weights = "he_normal",
): Network => ({
  layers,
  rate,
  experiment: {
    data: { uses: "mnist", split: { train: 5000, validation: 1000, test: 500 }, normalize: "standard" },
    model: { layers, loss: "cross_entropy" },
    steps: {
      init: { with: { weights } },
      sanity: { with: {} },
      train: { with: { optimizer: { adam: { learning_rate: rate } }, epochs, batch_size: 64 } },
    },
  },
});

const SIDE = 28;
const CELL = 7;

/** Mean grey of each of 4 × 4 parts of a digit: a table of 16 columns. */
const table = (dataset: Dataset): Dataset => {
  const columns = (SIDE / CELL) ** 2;
  const features = new Float32Array(dataset.examples * columns);
  for (let at = 0; at < dataset.examples * SIDE * SIDE; at++) {
    const pixel = at % (SIDE * SIDE);
    const column = Math.floor(pixel / SIDE / CELL) * (SIDE / CELL) + Math.floor((pixel % SIDE) / CELL);
    const example = Math.floor(at / (SIDE * SIDE));
    features[example * columns + column]! += (dataset.features[at]! * dataset.scale) / CELL ** 2;
  }
  const featureNames = Array.from({ length: columns }, (_, column) => `part_${column}`);
  return { ...dataset, features, featureNames, featureShape: [columns], scale: 1 };
};

const RELU = { activation: "relu" };

export const networks = {
  mlp: written(
    [
      "flatten",
      { dense: { units: 48, ...RELU } },
      { dense: { units: 32, ...RELU } },
      { dense: { units: 10 } },
    ],
    0.001,
    3,
  ),
  cnn: written(
    [
      { average_pool: { size: 2 } },
      { conv2d: { filters: 8, kernel: 3, ...RELU } },
      { max_pool: { size: 2 } },
      { conv2d: { filters: 16, kernel: 3, ...RELU } },
      "flatten",
      { dense: { units: 10 } },
    ],
    0.002,
    4,
  ),
  lstm: written(
    [{ average_pool: { size: 2 } }, { lstm: { units: 32 } }, { dense: { units: 10 } }],
    0.005,
    5,
    "xavier_uniform",
  ),
  table: {
    ...written([{ dense: { units: 24, ...RELU } }, { dense: { units: 10 } }], 0.01, 6),
    dataset: table,
  },
} satisfies Record<string, Network>;

export type NetworkName = keyof typeof networks;
