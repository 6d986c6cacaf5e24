import { countText } from "../texts/countText.ts";

/** How to read the curves: the bands, n, and how many leave the range. Undefined where there are none. */
export const curvesSentence = (curves: number, best: number, outside: number): string | undefined => {
  if (curves === 0) return undefined;
  const bands =
    curves > best ? "Bands: 5 to 95 % and 25 to 75 % of the trials still running; dashed: median. " : "";
  const clamped = outside > 0 ? ` ${countText(outside, "curve")} outside the range, held at its edge.` : "";
  return `${bands}n = ${curves}. Coloured: the ${best === 1 ? "best" : `${best} best`}.${clamped}`;
};
