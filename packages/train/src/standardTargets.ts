import type { Slice } from "@attune/nn";
import { columnStatistics } from "./columnStatistics.ts";

/**
 * The slice with its values brought to mean 0 and standard deviation 1 of those of `by`: few iterations cannot walk to
 * 300,000, whatever the network. Classes stay as they are.
 */
export const standardTargets = (slice: Slice, by: Slice): Slice => {
  const { values, targetWidth } = slice;
  if (values === undefined || by.values === undefined) return slice;
  const columns = columnStatistics(by.values, by.targetWidth).map(({ mean, std }) => ({
    mean,
    scale: std > 1e-6 * Math.abs(mean) ? std : 1,
  }));
  return {
    ...slice,
    values: values.map((value, at) => {
      const { mean, scale } = columns[at % targetWidth]!;
      return (value - mean) / scale;
    }),
  };
};
