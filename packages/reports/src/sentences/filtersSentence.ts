import { numberText } from "../texts/numberText.ts";
import type { WatchedFilters } from "../Watch.ts";

/** Mean lag-1 autocorrelation below which filters are noise (WGT004). */
const NOISE = 0.2;

/** ‖w‖ over its start: of filters that grew less, most is what they started as (WGT004). */
const MOVED = 1.5;

/** Smooth or noisy, by the number; or that they are too small to judge. */
export const filtersSentence = (
  { last, judged, autocorrelation, tensor }: WatchedFilters,
  growth: number | null | undefined,
): string => {
  const { count, height, width, channels } = last;
  const what = `${count} filters of ${tensor}, ${height} × ${width}${channels === 3 ? " in colour" : ""}, each with its own contrast${channels === 1 || channels === 3 ? "" : "; the first of its channels"}`;
  if (!judged) return `${what}. Smaller than 7 × 7: too small to judge.`;
  const [before, after] = [autocorrelation[0], autocorrelation.at(-1)];
  if (after === null || after === undefined) return `${what}. They are flat.`;
  const from = before === null || before === undefined ? "" : `, ${numberText(before, 2)} before training`;
  const number = `neighbours correlate by ${numberText(after, 2)}${from}; below ${NOISE} is noise`;
  if (after >= NOISE) return `${what}. Smooth: ${number}.`;
  const young = growth !== null && growth !== undefined && growth < MOVED;
  const start = young
    ? `; but their norm is ${numberText(growth, 3)} times that at the start: most is still the noise they started as`
    : "";
  return `${what}. Noisy: ${number}${start}.`;
};
