/** The axis that panels beside each other share. */

export interface SharedDomain {
  readonly domain: readonly [number, number];
  readonly log: boolean;
}

/** Values that differ by more than this have a logarithmic axis: else the small ones lie on the ground. */
const LOGARITHMIC = 30;

/** From 0, or of decades where the values above 0 differ by more than 30 times. Of no values 0 to 1. */
export const sharedDomain = (columns: ReadonlyArray<ReadonlyArray<number | null>>): SharedDomain => {
  const values = columns.flatMap((column) => column.filter((value) => value !== null));
  const above = values.filter((value) => value > 0);
  const high = Math.max(...above);
  const low = Math.min(...above);
  return above.length > 0 && high > LOGARITHMIC * low
    ? { domain: [low / 1.3, high * 1.3], log: true }
    : { domain: [0, above.length > 0 ? high : 1], log: false };
};

/** Decades that hold the values above 0 and `held`. */
export const decades = (
  columns: ReadonlyArray<ReadonlyArray<number | null>>,
  held: readonly [number, number],
): SharedDomain => {
  const above = columns
    .flatMap((column) => column.filter((value) => value !== null && value > 0))
    .map(Number);
  return { domain: [Math.min(held[0], ...above), Math.max(held[1], ...above)], log: true };
};
