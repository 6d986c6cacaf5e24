/** Distributions over classes: shares that sum to 1. */
/** −Σ p ln p. */
export const entropy = (shares: ReadonlyArray<number>): number =>
  shares.reduce((sum, share) => (share > 0 ? sum - share * Math.log(share) : sum), 0);

/** Shares of the classes 0 to `width` − 1 among `labels`. */
export const classShares = (labels: Int32Array, width: number): ReadonlyArray<number> =>
  Array.from({ length: width }, (_, k) => labels.filter((label) => label === k).length / labels.length);

/** Label smoothing of a distribution over classes. */
export const smooth = (shares: ReadonlyArray<number>, smoothing: number): ReadonlyArray<number> =>
  shares.map((share) => (1 - smoothing) * share + smoothing / shares.length);
