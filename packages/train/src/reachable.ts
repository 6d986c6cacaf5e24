/** A few training examples, and the least that any network can reach on them. */
import type { ModelConfig, Slice } from "@attune/nn";
import { entropy, smooth } from "./distributions.ts";

export interface Reachable {
  /** Lowest loss: above 0 where equal inputs have different targets, or labels are smoothed. */
  readonly loss: number;
  /** Highest accuracy; 1 where the target is values. */
  readonly accuracy: number;
}

/** Rows of the slice with the same inputs. */
const groupsOf = ({ size, inputs }: Slice): ReadonlyArray<ReadonlyArray<number>> => {
  const width = inputs.length / size;
  const groups = new Map<string, Array<number>>();
  for (let row = 0; row < size; row++) {
    const key = inputs.subarray(row * width, (row + 1) * width).join();
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
};

const spread = (values: ReadonlyArray<number>): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
};

/** Sum over groups, columns and rows of the squared distance to the group's mean, per number. */
const variance = (
  { values, targetWidth: width }: Slice,
  groups: ReadonlyArray<ReadonlyArray<number>>,
): number => {
  if (values === undefined) return 0;
  const columns = Array.from({ length: width }, (_, k) => k);
  const sums = groups.flatMap((rows) =>
    columns.map((k) => spread(rows.map((row) => values[row * width + k]!))),
  );
  return sums.reduce((sum, value) => sum + value, 0) / values.length;
};

/** Variance of the values; 0 where the target is classes. */
export const targetVariance = (slice: Slice): number =>
  variance(slice, [Array.from({ length: slice.size }, (_, row) => row)]);

/** The best on `slice` with `width` outputs: in each group, what fits the mean of its targets. */
export const reachable = (slice: Slice, loss: ModelConfig["loss"], width: number): Reachable => {
  const groups = groupsOf(slice);
  const { labels, size } = slice;
  if (labels === undefined) return { loss: variance(slice, groups), accuracy: 1 };
  const smoothing = loss.cross_entropy?.labelSmoothing ?? 0;
  const parts = groups.map((rows) => {
    const counts = Array.from({ length: width }, (_, k) => rows.filter((row) => labels[row] === k).length);
    const shares = counts.map((count) => count / rows.length);
    return { loss: rows.length * entropy(smooth(shares, smoothing)), right: Math.max(...counts) };
  });
  return {
    loss: parts.reduce((sum, part) => sum + part.loss, 0) / size,
    accuracy: parts.reduce((sum, part) => sum + part.right, 0) / size,
  };
};
