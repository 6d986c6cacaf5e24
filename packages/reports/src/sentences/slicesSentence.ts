import { countText } from "../texts/countText.ts";

/** How to read the slices: what is on the y axis, n, and which marks there are. Undefined where no trial has a result. */
export const slicesSentence = (
  label: string,
  scored: number,
  top: number,
  infeasible: number,
  outside: number,
): string | undefined =>
  scored === 0
    ? undefined
    : [
        `${label} of ${countText(scored, "trial")} against each hyperparameter.`,
        `Orange: the ${top === 1 ? "best" : `${top} best`}.`,
        ...(infeasible > 0 ? [`Crosses: ${infeasible} infeasible.`] : []),
        ...(outside > 0 ? [`Triangles: ${outside} outside the range.`] : []),
      ].join(" ");
