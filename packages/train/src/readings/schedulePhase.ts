/** How far the schedule has taken the learning rate down. */
import type { History } from "../History.ts";
import { maximum } from "./maximum.ts";

/** The largest rate of any epoch's end; the optimizer's own where there are no epochs. */
const peakRate = ({ rows, watched }: History): number =>
  rows.length === 0 ? watched.baseRate : maximum(rows.map(({ scalars }) => scalars.learning_rate ?? 0));

/** The rate at the end of an epoch, as a part of its peak; 1 before the first. */
export const scheduleFactors = (history: History): ((epoch: number) => number) => {
  const peak = peakRate(history);
  const rates = new Map(history.rows.map(({ epoch, scalars }) => [epoch, scalars.learning_rate]));
  return (epoch) => {
    const rate = rates.get(epoch);
    return rate === undefined || peak === 0 ? 1 : rate / peak;
  };
};
