/** From a data set to three slices: shuffled by seed, cut, scaled. */
import type { Preparation } from "./DataConfig.ts";
import { type DataProblem, type Dataset, isDataProblem } from "./Dataset.ts";
import { fillMissing } from "./fillMissing.ts";
import { partition } from "./partition.ts";

export interface Slice {
  readonly size: number;
  readonly inputShape: ReadonlyArray<number>;
  /** [size, ...inputShape] */
  readonly inputs: Float32Array;
  /** [size] class indices, where the target is classes. */
  readonly labels: Int32Array | undefined;
  /** [size, targetWidth], where the target is values. */
  readonly values: Float32Array | undefined;
  /** Values an example; 1 for classes. */
  readonly targetWidth: number;
}

export interface Prepared {
  readonly train: Slice;
  readonly validation: Slice;
  readonly test: Slice;
}

const sizeOf = (shape: ReadonlyArray<number>): number =>
  shape.reduce((product, length) => product * length, 1);

const rows = <A extends Float32Array | Int32Array>(from: A, to: A, order: Int32Array, width: number): A => {
  order.forEach((row, index) => {
    to.set(from.subarray(row * width, (row + 1) * width), index * width);
  });
  return to;
};

const cut = (dataset: Dataset, order: Int32Array): Slice => {
  const { featureShape, features, scale, target } = dataset;
  const width = sizeOf(featureShape);
  const inputs = new Float32Array(order.length * width);
  for (let index = 0; index < order.length; index++) {
    const start = order[index]! * width;
    for (let at = 0; at < width; at++) inputs[index * width + at] = features[start + at]! * scale;
  }
  const base = { size: order.length, inputShape: featureShape, inputs };
  if (target.kind === "classes") {
    const labels = rows(target.labels, new Int32Array(order.length), order, 1);
    return { ...base, labels, values: undefined, targetWidth: 1 };
  }
  const values = rows(target.values, new Float32Array(order.length * target.width), order, target.width);
  return { ...base, labels: undefined, values, targetWidth: target.width };
};

interface Standard {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/** Mean and population standard deviation of each feature, or of each channel of an image; a constant one gets 1. */
const fitStandard = ({ inputs, inputShape }: Slice): Standard => {
  const groups = inputShape.at(-1) ?? 1;
  const count = inputs.length / groups;
  const mean = new Float64Array(groups);
  for (let at = 0; at < inputs.length; at++) mean[at % groups]! += inputs[at]! / count;
  const variance = new Float64Array(groups);
  for (let at = 0; at < inputs.length; at++)
    variance[at % groups]! += (inputs[at]! - mean[at % groups]!) ** 2 / count;
  // the mean of equal numbers is off by rounding: such a feature is constant too
  const deviation = variance.map((value, group) =>
    Math.sqrt(value) <= 1e-7 * Math.abs(mean[group]!) ? 1 : Math.sqrt(value),
  );
  return { mean, deviation };
};

/** In place: the slice was made here and nobody else has seen it. */
const standardize = ({ inputs }: Slice, { mean, deviation }: Standard): void => {
  const groups = mean.length;
  for (let at = 0; at < inputs.length; at++) {
    inputs[at] = (inputs[at]! - mean[at % groups]!) / deviation[at % groups]!;
  }
};

/**
 * The slices of `dataset`, disjoint, the same for the same seed. What fills missing values and what normalises is
 * fitted on the training examples in use alone. A problem where the split does not fit the data.
 */
export const prepare = (dataset: Dataset, config: Preparation, seed: number): Prepared | DataProblem => {
  const parts = partition(dataset, config.split, seed);
  if (isDataProblem(parts)) return parts;
  const used = Math.max(1, Math.round(config.fraction * parts.train.length));
  const train = cut(dataset, parts.train.subarray(0, used));
  const slices = { train, validation: cut(dataset, parts.validation), test: cut(dataset, parts.test) };
  const problem = fillMissing(slices, dataset.imputations ?? []);
  if (problem !== undefined) return problem;
  if (config.normalize === "standard") {
    const standard = fitStandard(train);
    for (const slice of Object.values(slices)) standardize(slice, standard);
  }
  return slices;
};
