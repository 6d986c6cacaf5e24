import type { Histogram } from "../History.ts";

const BINS = 30;

/** Counts in 30 equal bins from the least value to the largest; null where a value is not finite, or there is none. */
export const histogramOf = (values: Float32Array): Histogram | null => {
  let least = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    if (value < least) least = value;
    if (value > largest) largest = value;
    sum += value;
  }
  if (values.length === 0 || !Number.isFinite(sum)) return null;
  const counts = Array.from({ length: BINS }, () => 0);
  const scale = largest > least ? BINS / (largest - least) : 0;
  for (let at = 0; at < values.length; at++) {
    const bin = ((values[at]! - least) * scale) | 0;
    counts[bin < BINS ? bin : BINS - 1]!++;
  }
  return { least, largest, counts };
};
