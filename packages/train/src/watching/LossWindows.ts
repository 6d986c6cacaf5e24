/** The batch losses in windows of 50 iterations: a fold, so that a resumed run has the windows of an undisturbed one. */
import type { LossWindow } from "../History.ts";

const WINDOW = 50;

export interface LossWindows {
  readonly whole: ReadonlyArray<LossWindow>;
  /** Losses since the last whole window, fewer than 50. */
  readonly open: ReadonlyArray<number>;
}

export const noWindows: LossWindows = { whole: [], open: [] };

const windowOf = (start: number, losses: ReadonlyArray<number>): LossWindow => {
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  const variance = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / losses.length;
  const six = (value: number) => Number(value.toPrecision(6));
  return {
    start,
    count: losses.length,
    mean: six(mean),
    std: six(Math.sqrt(variance)),
    largest: six(Math.max(...losses)),
  };
};

/** The windows after some more iterations; what is not finite ends no window. */
export const withLosses = ({ whole, open }: LossWindows, losses: ReadonlyArray<number>): LossWindows => {
  const all = [...open, ...losses.filter(Number.isFinite)];
  const start = whole.length * WINDOW;
  const count = Math.floor(all.length / WINDOW);
  const more = Array.from({ length: count }, (_, at) =>
    windowOf(start + at * WINDOW, all.slice(at * WINDOW, (at + 1) * WINDOW)),
  );
  return { whole: [...whole, ...more], open: all.slice(count * WINDOW) };
};

/** Whole windows, then the one that is not whole. */
export const windowsOf = ({ whole, open }: LossWindows): ReadonlyArray<LossWindow> =>
  open.length === 0 ? whole : [...whole, windowOf(whole.length * WINDOW, open)];
