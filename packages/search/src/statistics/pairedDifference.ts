import { type Interval, meanInterval } from "./meanInterval.ts";
import { standardDeviation } from "./standardDeviation.ts";
import { studentTwoSided } from "./studentT.ts";

export interface PairedDifference extends Interval {
  readonly pairs: number;
  /** Standard deviation of the differences (n − 1). */
  readonly standardDeviation: number;
  /** The paired t statistic; infinite where the differences are all the same and not 0, NaN where all are 0. */
  readonly t: number;
  /** Two-sided p of `t`; 1 where all differences are 0. */
  readonly p: number;
}

/**
 * Mean of a − b over pairs (the same seed on both sides), with its Student interval and the paired t test.
 * Throws where the lengths differ; undefined for fewer than two pairs.
 */
export const pairedDifference = (
  a: ReadonlyArray<number>,
  b: ReadonlyArray<number>,
  confidence = 0.95,
): PairedDifference | undefined => {
  if (a.length !== b.length) throw new Error(`pairs are wanted: ${a.length} values against ${b.length}`);
  const differences = a.map((value, index) => value - b[index]!);
  const interval = meanInterval(differences, confidence);
  if (interval === undefined) return undefined;
  const spread = standardDeviation(differences);
  const t = interval.mean / (spread / Math.sqrt(a.length));
  const p = Number.isNaN(t) ? 1 : Number.isFinite(t) ? studentTwoSided(t, a.length - 1) : 0;
  return { ...interval, pairs: a.length, standardDeviation: spread, t, p };
};
