/** A number for a sentence, with four significant digits. */
export const digits = (value: number): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value);
