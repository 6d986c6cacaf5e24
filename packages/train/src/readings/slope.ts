export interface Slope {
  /** Change of the fitted line from the first value to the last. */
  readonly rise: number;
  /** Standard error of `rise`. */
  readonly error: number;
}

/** The least-squares line through equidistant values, at least three. */
export const slope = (values: ReadonlyArray<number>): Slope => {
  const n = values.length;
  const middle = (n - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const spread = values.reduce((sum, _, at) => sum + (at - middle) ** 2, 0);
  const each = values.reduce((sum, value, at) => sum + (at - middle) * (value - mean), 0) / spread;
  const residual = values.reduce((sum, value, at) => sum + (value - mean - each * (at - middle)) ** 2, 0);
  return { rise: each * (n - 1), error: Math.sqrt(residual / (n - 2) / spread) * (n - 1) };
};
