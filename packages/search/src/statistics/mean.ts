/** Arithmetic mean, x₀ + Σ(x − x₀)/n: of equal values it is exactly their value. NaN of no values. */
export const mean = (values: ReadonlyArray<number>): number => {
  const [first = Number.NaN] = values;
  return first + values.reduce((sum, value) => sum + (value - first), 0) / values.length;
};
