/** How much the validation metric still goes up and down at the end. */
import type { History } from "../History.ts";
import { median } from "./median.ts";
import { qualityCurve, qualityError } from "./qualityCurve.ts";

export interface LateSpread {
  /** First and last epoch of it. */
  readonly from: number;
  readonly until: number;
  /** √(π/2) · mean |change − mean change| / √2 from epoch to epoch: a deviation that a trend does not move. */
  readonly deviation: number;
  /** What it may be: .01, or 1.5 standard errors of the metric where that is larger. */
  readonly limit: number;
}

const EVALUATIONS = 6;
/** Standard deviation over mean absolute deviation, of a normal distribution. */
const NORMAL = Math.sqrt(Math.PI / 2);
const LIMIT = 0.01;
const ERRORS = 1.5;

/** Over the last third of the epochs, at least 6 of 8 or more. Undefined where there are fewer. */
export const lateSpread = (history: History): LateSpread | undefined => {
  const { validation } = qualityCurve(history);
  if (validation.length < EVALUATIONS + 2) return undefined;
  const count = Math.max(EVALUATIONS, Math.round(validation.length / 3));
  const late = validation.slice(-count);
  const changes = late.slice(1).map((value, at) => value - late[at]!);
  const trend = changes.reduce((sum, change) => sum + change, 0) / changes.length;
  const spread = changes.reduce((sum, change) => sum + Math.abs(change - trend), 0) / changes.length;
  return {
    from: validation.length - count + 1,
    until: validation.length,
    deviation: (NORMAL * spread) / Math.SQRT2,
    limit: Math.max(LIMIT, ERRORS * qualityError(history, median(late))),
  };
};
