/** Signs that the updates are too long, each with its limit. One alone may have another cause. */
import { digits } from "../digits.ts";
import type { History } from "../History.ts";
import { lastLoss, lossCurve, spanOf } from "./lossCurve.ts";
import { startingLoss } from "./startingLoss.ts";
import { measuredRatios, weightReadings } from "./weightReadings.ts";

const RATIO = 3e-2;
const GROWTH = 2.5;
export const STRONG_GROWTH = 5;
const DEAD = 0.3;
/** Counts once more, where some u is above the second. */
const MOST_DEAD = 0.5;
const LONG = 1e-2;
const RISING = 0.28;
const WINDOWS = 10;
const PEAK = 3;
/** Of the starting loss. */
const LEARNED = 0.1;

export interface RateSign {
  /** With its number, its limit and its place. */
  readonly evidence: string;
  readonly fired: boolean;
  /** It shows harm: the others are sizes that a small network may learn well with. */
  readonly harm: boolean;
}

const largestOf = <A extends { readonly value: number }>(all: ReadonlyArray<A>): A | undefined =>
  all.reduce<A | undefined>(
    (best, each) => (best === undefined || each.value > best.value ? each : best),
    undefined,
  );

const sign = (
  what: string,
  limit: number,
  all: ReadonlyArray<{ readonly name: string; readonly value: number }>,
  harm: boolean,
): ReadonlyArray<RateSign> => {
  const largest = largestOf(all);
  if (largest === undefined) return [];
  const evidence = `${what} ${digits(largest.value)} (limit ${digits(limit)}) in ${largest.name}`;
  return [{ evidence, fired: largest.value > limit, harm }];
};

/** ‖w‖ at the end over the start, of the weights of which it is known. */
export const growths = (history: History) =>
  weightReadings(history).flatMap(({ name, growth }) =>
    growth === undefined ? [] : [{ name, value: growth }],
  );

/** Share of dead units, less those dead at the start. */
const deadGrowths = ({ snapshots }: History) =>
  Object.entries(snapshots.at(-1)?.layers ?? {}).flatMap(([name, { deadShare }]) => {
    const before = snapshots[0]?.layers[name]?.deadShare ?? 0;
    return deadShare === null ? [] : [{ name, value: deadShare - before }];
  });

/**
 * Share of windows whose loss is above that of the one before by more than its standard error: near its floor a loss
 * rises by chance as often as it falls.
 */
const risingShare = (history: History): ReadonlyArray<RateSign> => {
  const { unit, points } = lossCurve(history);
  if (unit !== "windows" || points.length < WINDOWS) return [];
  const rises = points.filter(({ loss, standardError }, at) => {
    const before = points[at - 1];
    return before !== undefined && loss - before.loss > Math.hypot(standardError, before.standardError);
  });
  const share = rises.length / (points.length - 1);
  const evidence = `loss rose in ${rises.length} of ${points.length - 1} windows, share ${digits(share)} (limit ${RISING}), ${spanOf(points)}`;
  return [{ evidence, fired: share >= RISING, harm: true }];
};

const peakLoss = ({ windows, lossAtInit }: History): ReadonlyArray<RateSign> => {
  const worst = largestOf(windows.map(({ start, count, largest }) => ({ start, count, value: largest })));
  if (worst === undefined || lossAtInit <= 0) return [];
  const times = worst.value / lossAtInit;
  const evidence = `worst batch loss ${digits(worst.value)} = ${digits(times)} × the loss at init (limit ${PEAK}), iterations ${worst.start}–${worst.start + worst.count}`;
  return [{ evidence, fired: times > PEAK, harm: true }];
};

/** Growth so strong that it counts once more, where the loss did not become small with it. */
const runaway = (history: History): ReadonlyArray<RateSign> => {
  const high = lastLoss(lossCurve(history)) > LEARNED * startingLoss(history);
  return high ? sign("runaway ‖w‖", STRONG_GROWTH, growths(history), true) : [];
};

/** Dead units of long updates; those of strong dropout, or of weights that started tiny, die with short ones. */
const mostDead = (history: History): ReadonlyArray<RateSign> => {
  const long = measuredRatios(history).some(({ ratio }) => ratio > LONG);
  return long ? sign("most units died: growth of the share", MOST_DEAD, deadGrowths(history), true) : [];
};

export const rateSigns = (history: History): ReadonlyArray<RateSign> => [
  ...sign(
    "update:weight",
    RATIO,
    measuredRatios(history).map(({ name, ratio }) => ({ name, value: ratio })),
    false,
  ),
  ...sign("growth of ‖w‖", GROWTH, growths(history), false),
  ...runaway(history),
  ...sign("growth of the share of dead units", DEAD, deadGrowths(history), true),
  ...mostDead(history),
  ...risingShare(history),
  ...peakLoss(history),
];
