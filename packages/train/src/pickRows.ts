import type { Slice } from "@attune/nn";

/** The examples at `rows`, in that order. */
export const pickRows = (slice: Slice, rows: ReadonlyArray<number>): Slice => {
  const pick = (from: Float32Array, width: number): Float32Array => {
    const to = new Float32Array(rows.length * width);
    for (const [at, row] of rows.entries()) to.set(from.subarray(row * width, (row + 1) * width), at * width);
    return to;
  };
  const { inputs, labels, values, targetWidth, size } = slice;
  return {
    ...slice,
    size: rows.length,
    inputs: pick(inputs, inputs.length / size),
    labels: labels && Int32Array.from(rows, (row) => labels[row]!),
    values: values && pick(values, targetWidth),
  };
};
