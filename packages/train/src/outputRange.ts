/** Where outputs lie. */
export interface OutputRange {
  readonly min: number;
  readonly max: number;
  /** Of an example's outputs, added up. */
  readonly leastSum: number;
  readonly mostSum: number;
  /** All examples have the same outputs. */
  readonly constant: boolean;
}

/** `outputs` [size, width]. NaN where one is not a number. */
export const outputRange = (outputs: Float32Array, width: number): OutputRange => {
  const sums = Array.from({ length: outputs.length / width }, (_, row) =>
    outputs.subarray(row * width, (row + 1) * width).reduce((sum, value) => sum + value, 0),
  );
  const least = (values: Iterable<number>) => Array.from(values).reduce((a, b) => Math.min(a, b));
  const most = (values: Iterable<number>) => Array.from(values).reduce((a, b) => Math.max(a, b));
  return {
    min: least(outputs),
    max: most(outputs),
    leastSum: least(sums),
    mostSum: most(sums),
    constant: outputs.every((value, at) => value === outputs[at % width]),
  };
};
