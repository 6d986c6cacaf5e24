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

const total = (values: ReadonlyArray<number>): number => values.reduce((sum, value) => sum + value, 0);

/** Weights make equal shares of what differs in its last digits. */
const ROUNDING = 1e-9;

interface Best {
  /** Added up over the examples, as are the next two. */
  readonly loss: number;
  readonly weight: number;
  readonly right: number;
}

/** One weight stands beside class 1. */
const bestOfTwo = ([no = 0, yes = 0]: ReadonlyArray<number>, weight: number): Best => {
  const weighted = weight * yes;
  const total = no + weighted;
  const loss = total * entropy([no / total, weighted / total]);
  const size = no + yes; // this loss is a mean over the examples all the same
  if (weighted === no) return { loss, weight: size, right: Math.min(no, yes) };
  return { loss, weight: size, right: weighted > no ? yes : no };
};

/** Of the outputs with the least loss on equal inputs, of which so many are of each class. */
const bestOf = (
  { cross_entropy: many, binary_cross_entropy: two }: ModelConfig["loss"],
  counts: ReadonlyArray<number>,
): Best | undefined => {
  if (!many) return two && bestOfTwo(counts, two.posWeight);
  const { labelSmoothing, classWeights } = many;
  const weights = Array.isArray(classWeights) ? classWeights : counts.map(() => 1);
  const size = total(counts);
  const shares = smooth(
    counts.map((count) => count / size),
    labelSmoothing,
  ).map((share, k) => share * weights[k]!);
  const mass = total(shares);
  const likely = Math.max(...shares);
  return {
    loss: size * mass * entropy(shares.map((share) => share / mass)),
    weight: total(counts.map((count, k) => count * weights[k]!)),
    right: Math.min(...counts.filter((_, k) => shares[k]! >= likely * (1 - ROUNDING))),
  };
};

/**
 * The best on `slice` with `width` outputs: in each group, what fits the mean of its targets. Undefined for a loss
 * without such a formula here.
 */
export const reachable = (slice: Slice, loss: ModelConfig["loss"], width: number): Reachable | undefined => {
  const groups = groupsOf(slice);
  const { labels, size } = slice;
  if (labels === undefined) {
    return loss.squared_error === undefined ? undefined : { loss: variance(slice, groups), accuracy: 1 };
  }
  const classes = loss.binary_cross_entropy ? 2 : width;
  const parts: Array<Best> = [];
  for (const rows of groups) {
    const part = bestOf(
      loss,
      Array.from({ length: classes }, (_, k) => rows.filter((row) => labels[row] === k).length),
    );
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return {
    loss: total(parts.map(({ loss }) => loss)) / total(parts.map(({ weight }) => weight)),
    accuracy: total(parts.map(({ right }) => right)) / size,
  };
};
