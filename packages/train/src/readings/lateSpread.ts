/** How much the validation metric still goes up and down at the end. */
import type { History } from "../History.ts";
import { median } from "./median.ts";
import { qualityCurve, qualityError } from "./qualityCurve.ts";

export interface LateSpread {
  /** First and last epoch of it. */
  readonly from: number;
  readonly until: number;
  /** 1.4826 · median |change − its median| / √2 from epoch to epoch: a deviation that neither trend nor one outlier moves. */
  readonly deviation: number;
  /** What it may be: .01, or 1.5 standard errors of the metric where that is larger. */
  readonly limit: number;
}

const EVALUATIONS = 6;
const LIMIT = 0.01;
const ERRORS = 1.5;

/** Over the last third of the epochs, at least 6 of 8 or more. Undefined where there are fewer. */
export const lateSpread = (history: History): LateSpread | undefined => {
  const { validation } = qualityCurve(history);
  if (validation.length < EVALUATIONS + 2) return undefined;
  const count = Math.max(EVALUATIONS, Math.round(validation.length / 3));
  const late = validation.slice(-count);
  const changes = late.slice(1).map((value, at) => value - late[at]!);
  const trend = median(changes);
  return {
    from: validation.length - count + 1,
    until: validation.length,
    deviation: (1.4826 * median(changes.map((change) => Math.abs(change - trend)))) / Math.SQRT2,
    limit: Math.max(LIMIT, ERRORS * qualityError(history, median(late))),
  };
};
