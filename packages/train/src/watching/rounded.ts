/** Six significant digits, for what is kept; null where the number is not finite. */
export const rounded = (value: number): number | null =>
  Number.isFinite(value) ? Number(value.toPrecision(6)) : null;
