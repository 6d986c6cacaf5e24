import { mean } from "./mean.ts";

/** Sample standard deviation, √(Σ(x − x̄)² / (n − 1)), in two passes; NaN of fewer than two values. */
export const standardDeviation = (values: ReadonlyArray<number>): number => {
  if (values.length < 2) return Number.NaN;
  const center = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
};
