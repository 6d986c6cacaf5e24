import { countText } from "../texts/countText.ts";

/**
 * How to read the curves: `bands` on paper and without a script, `lines` once the client draws every trial. With n,
 * and how many leave the range. Undefined where there are none.
 */
export const curvesSentence = (
  drawn: "bands" | "lines",
  curves: number,
  best: number,
  outside: number,
): string | undefined => {
  if (curves === 0) return undefined;
  const bands = "Bands: 5 to 95 % and 25 to 75 % of the trials still running; dashed: median. ";
  const ground = curves <= best ? "" : drawn === "bands" ? bands : "Grey: each trial. ";
  const clamped = outside > 0 ? ` ${countText(outside, "curve")} outside the range, held at its edge.` : "";
  return `${ground}n = ${curves}. Coloured: the ${best === 1 ? "best" : `${best} best`}.${clamped}`;
};
