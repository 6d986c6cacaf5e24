/**
 * One-sided Mann-Whitney test (Mann & Whitney 1947): how probable it is by chance that `lower` ranks so far below
 * `higher`. Normal approximation with the correction for ties and for continuity; 1 where all values are equal.
 */
import { normalTail } from "./normalTail.ts";

/** A loss that is not finite is the largest. */
const ranked = (value: number): number => (Number.isFinite(value) ? value : Number.MAX_VALUE);

export const mannWhitney = (lower: ReadonlyArray<number>, higher: ReadonlyArray<number>): number => {
  const all = [
    ...lower.map((value) => ({ value: ranked(value), own: true })),
    ...higher.map((value) => ({ value: ranked(value), own: false })),
  ].sort((a, b) => a.value - b.value);
  const [m, n, total] = [lower.length, higher.length, all.length];
  let rankSum = 0;
  let ties = 0;
  for (let start = 0; start < total; ) {
    let end = start;
    while (end < total && all[end]!.value === all[start]!.value) end++;
    const rank = (start + 1 + end) / 2;
    rankSum += rank * all.slice(start, end).filter(({ own }) => own).length;
    ties += (end - start) ** 3 - (end - start);
    start = end;
  }
  const u = rankSum - (m * (m + 1)) / 2;
  const variance = ((m * n) / 12) * (total + 1 - ties / (total * (total - 1)));
  if (!(variance > 0)) return 1;
  return normalTail(((m * n) / 2 - u - 0.5) / Math.sqrt(variance));
};
