/** The least of values, however many; +∞ of none. */
export const minimum = (values: ReadonlyArray<number>): number =>
  values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
