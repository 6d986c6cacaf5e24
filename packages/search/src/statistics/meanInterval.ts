import { mean } from "./mean.ts";
import { standardDeviation } from "./standardDeviation.ts";
import { studentQuantile } from "./studentT.ts";

export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The mean with its two-sided interval, x̄ ± t·s/√n with Student's t at n − 1 degrees (default confidence .95).
 * Undefined for fewer than two values: one run says nothing about its spread.
 */
export const meanInterval = (values: ReadonlyArray<number>, confidence = 0.95): Interval | undefined => {
  if (values.length < 2) return undefined;
  const center = mean(values);
  const error = standardDeviation(values) / Math.sqrt(values.length);
  const half = studentQuantile(confidence, values.length - 1) * error;
  return { mean: center, low: center - half, high: center + half };
};
