import { numberText } from "../texts/numberText.ts";
import type { WatchedFilters } from "../Watch.ts";

/** Mean lag-1 autocorrelation below which filters are noise (WGT004). */
const NOISE = 0.2;

/** Smooth or noisy, by the number; or that they are too small to judge. */
export const filtersSentence = ({ last, judged, autocorrelation, tensor }: WatchedFilters): string => {
  const { count, height, width, channels } = last;
  const what = `${count} filters of ${tensor}, ${height} × ${width}${channels === 3 ? " in colour" : ""}, each with its own contrast${channels === 1 || channels === 3 ? "" : "; the first of its channels"}`;
  if (!judged) return `${what}. Smaller than 7 × 7: too small to judge.`;
  const [before, after] = [autocorrelation[0], autocorrelation.at(-1)];
  if (after === null || after === undefined) return `${what}. They are flat.`;
  const verdict = after < NOISE ? "noisy" : "smooth";
  const from = before === null || before === undefined ? "" : `, ${numberText(before, 2)} before training`;
  return `${what}. ${verdict === "noisy" ? "Noisy" : "Smooth"}: neighbours correlate by ${numberText(after, 2)}${from}; below ${NOISE} is noise.`;
};
