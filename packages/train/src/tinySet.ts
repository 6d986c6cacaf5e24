/** A few training examples to learn by heart. */
import type { Slice } from "@attune/nn";

/** Rows in the order of the slice; of classes one of each in turn, so that all of them are there. */
const rowsOf = ({ size, labels }: Slice, count: number): ReadonlyArray<number> => {
  const rows = Array.from({ length: size }, (_, row) => row);
  if (labels === undefined) return rows.slice(0, count);
  const seen = new Map<number, number>();
  const turn = rows.map((row) => {
    const before = seen.get(labels[row]!) ?? 0;
    seen.set(labels[row]!, before + 1);
    return before;
  });
  return rows.sort((a, b) => turn[a]! - turn[b]! || a - b).slice(0, count);
};

/** Each column with mean 0 and standard deviation 1, a constant one only with mean 0. */
const standardised = (values: Float32Array, width: number): Float32Array => {
  const scaled = new Float32Array(values.length);
  for (let column = 0; column < width; column++) {
    const own = values.filter((_, at) => at % width === column);
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    const deviation = Math.sqrt(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length);
    const scale = deviation > 1e-6 * Math.abs(mean) ? deviation : 1;
    own.forEach((value, row) => {
      scaled[row * width + column] = (value - mean) / scale;
    });
  }
  return scaled;
};

/**
 * Up to `count` examples. With `scaled`, values are brought to mean 0 and standard deviation 1: whether a network is wired rightly
 * does not hang on the unit of its target, and few iterations cannot walk to 300,000.
 */
export const tinySet = (slice: Slice, count: number, scaled: boolean): Slice => {
  const rows = rowsOf(slice, count);
  const { inputs, labels, values, targetWidth } = slice;
  const pick = (from: Float32Array, width: number) =>
    Float32Array.from(
      { length: rows.length * width },
      (_, at) => from[rows[Math.floor(at / width)]! * width + (at % width)]!,
    );
  return {
    ...slice,
    size: rows.length,
    inputs: pick(inputs, inputs.length / slice.size),
    labels: labels && Int32Array.from(rows, (row) => labels[row]!),
    values:
      values && (scaled ? standardised(pick(values, targetWidth), targetWidth) : pick(values, targetWidth)),
  };
};
