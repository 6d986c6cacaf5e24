import type { Dataset } from "@attune/nn";

/** A data set whose features are numbers as they are, to be changed one by one. */
export const rawNumbers = (dataset: Dataset, change: (features: Float32Array) => void): Dataset => {
  const features = Float32Array.from(dataset.features, (value) => value * dataset.scale);
  change(features);
  return { ...dataset, features, scale: 1 };
};
