/** The largest of values, however many; −∞ of none. */
export const maximum = (values: ReadonlyArray<number>): number =>
  values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
