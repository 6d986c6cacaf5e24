/** How far the schedule has taken the learning rate down. */
import type { History } from "../History.ts";
import { maximum } from "./maximum.ts";

/** The largest rate of any epoch's end; the optimizer's own where there are no epochs. */
const peakRate = ({ rows, watched }: History): number =>
  rows.length === 0 ? watched.baseRate : maximum(rows.map(({ scalars }) => scalars.learning_rate ?? 0));

/** The rate at the end of an epoch, as a part of its peak; 1 before the first. */
export const scheduleFactor = (history: History, epoch: number): number => {
  const peak = peakRate(history);
  const rate = history.rows.find((row) => row.epoch === epoch)?.scalars.learning_rate;
  return rate === undefined || peak === 0 ? 1 : rate / peak;
};
