import type { Dataset } from "@attune/nn";

/** A data set of classes with other labels. */
export const changeLabels = (dataset: Dataset, change: (labels: Int32Array) => Int32Array): Dataset => {
  const { target } = dataset;
  if (target.kind !== "classes") throw new Error("expected a data set of classes");
  return { ...dataset, target: { ...target, labels: change(target.labels) } };
};
