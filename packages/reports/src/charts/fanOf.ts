/** The curves of all trials in one scalar, and what stands for them in a still picture. */
import { quantileSorted } from "d3-array";
import type { TrialInput } from "../StudyInput.ts";
import type { RankedTrial } from "../studyFacts.ts";

export interface TrialCurve {
  readonly number: number;
  /** [epoch, value] */
  readonly points: ReadonlyArray<readonly [number, number]>;
}

export const curveOf = ({ number, curve }: TrialInput, metric: string): TrialCurve => ({
  number,
  points: curve.flatMap(({ epoch, scalars }) => {
    const value = scalars[metric];
    return value === undefined ? [] : [[epoch, value] as const];
  }),
});

/** Quantiles at one epoch of the trials that reached it. */
export interface FanRow {
  readonly epoch: number;
  readonly n: number;
  /** 5, 25, 50, 75 and 95 %. */
  readonly quantiles: readonly [number, number, number, number, number];
}

export const fanOf = (curves: ReadonlyArray<TrialCurve>): ReadonlyArray<FanRow> => {
  const byEpoch = new Map<number, Array<number>>();
  for (const { points } of curves)
    for (const [epoch, value] of points) {
      const seen = byEpoch.get(epoch);
      if (seen) seen.push(value);
      else byEpoch.set(epoch, [value]);
    }
  return [...byEpoch]
    .toSorted(([a], [b]) => a - b)
    .map(([epoch, values]) => {
      const sorted = values.toSorted((a, b) => a - b);
      // defined: an epoch is listed because a value is
      const at = (share: number) => quantileSorted(sorted, share)!;
      return { epoch, n: values.length, quantiles: [at(0.05), at(0.25), at(0.5), at(0.75), at(0.95)] };
    });
};

/** How many curves are drawn in colour. */
export const HIGHLIGHTED = 4;

export const bestCurves = (
  curves: ReadonlyArray<TrialCurve>,
  ranked: ReadonlyArray<RankedTrial>,
): ReadonlyArray<TrialCurve> =>
  ranked.slice(0, HIGHLIGHTED).flatMap(({ number }) => {
    const curve = curves.find((candidate) => candidate.number === number);
    return curve && curve.points.length > 0 ? [curve] : [];
  });
