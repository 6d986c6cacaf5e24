import type { EpochRow, PlannedStep } from "@attune/core";

/** What is there already of a trajectory whose key has not changed; undefined where there is nothing. */
export const continuation = (
  { key, until }: PlannedStep,
  epochs: (key: string) => ReadonlyArray<EpochRow>,
): string | undefined => {
  if (until === 0) return undefined;
  const reached = epochs(key).length;
  if (reached === 0) return undefined;
  return reached < until
    ? `it has ${reached} of ${until} epochs, and goes on from there`
    : `its weights after epoch ${until} are not kept: it trains to there again`;
};
