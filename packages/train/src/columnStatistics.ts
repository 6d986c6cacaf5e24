/** Mean, population standard deviation and range of each column of a table of numbers. */
export interface ColumnStatistics {
  readonly mean: number;
  readonly std: number;
  readonly min: number;
  readonly max: number;
}

/** `values` [rows, width]. */
export const columnStatistics = (values: Float32Array, width: number): ReadonlyArray<ColumnStatistics> => {
  const rows = values.length / width;
  const sums = new Float64Array(width);
  const min = new Float64Array(width).fill(Number.POSITIVE_INFINITY);
  const max = new Float64Array(width).fill(Number.NEGATIVE_INFINITY);
  for (let at = 0, column = 0; at < values.length; at++) {
    const value = values[at]!;
    sums[column]! += value;
    if (value < min[column]!) min[column] = value;
    if (value > max[column]!) max[column] = value;
    column = column + 1 === width ? 0 : column + 1;
  }
  const mean = sums.map((sum) => sum / rows);
  const squares = new Float64Array(width);
  for (let at = 0, column = 0; at < values.length; at++) {
    squares[column]! += (values[at]! - mean[column]!) ** 2;
    column = column + 1 === width ? 0 : column + 1;
  }
  return Array.from(mean, (value, column) => ({
    mean: value,
    std: Math.sqrt(squares[column]! / rows),
    min: min[column]!,
    max: max[column]!,
  }));
};
