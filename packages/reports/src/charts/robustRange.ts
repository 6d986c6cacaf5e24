/**
 * The range of values that a picture shows: all of the better side, and of the worse side what lies within 1.5
 * interquartile ranges (Tukey's fence), so that one diverged trial does not flatten the others. Undefined of no
 * values.
 */
import { quantileSorted } from "d3-array";

export const robustRange = (
  values: ReadonlyArray<number>,
  worse: "low" | "high",
): readonly [number, number] | undefined => {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  // both are defined: the list is not empty
  const q25 = quantileSorted(sorted, 0.25)!;
  const q75 = quantileSorted(sorted, 0.75)!;
  const fence = 1.5 * (q75 - q25);
  const low = sorted[0]!;
  const high = sorted.at(-1)!;
  if (fence === 0) return [low, high];
  return worse === "low" ? [Math.max(low, q25 - fence), high] : [low, Math.min(high, q75 + fence)];
};
