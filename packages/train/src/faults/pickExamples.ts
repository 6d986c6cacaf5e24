import type { Dataset } from "@attune/nn";

/** The examples at `rows` of a data set of classes, in that order. */
export const pickExamples = (dataset: Dataset, rows: ReadonlyArray<number>): Dataset => {
  const { target, features: all } = dataset;
  if (target.kind !== "classes") throw new Error("expected a data set of classes");
  const width = all.length / dataset.examples;
  const features =
    all instanceof Uint8Array ? new Uint8Array(rows.length * width) : new Float32Array(rows.length * width);
  for (const [at, row] of rows.entries())
    features.set(all.subarray(row * width, (row + 1) * width), at * width);
  const labels = Int32Array.from(rows, (row) => target.labels[row]!);
  return { ...dataset, examples: rows.length, features, target: { ...target, labels } };
};
