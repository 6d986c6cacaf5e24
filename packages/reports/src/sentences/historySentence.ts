import { countText } from "../texts/countText.ts";

/** How to read the history: what the marks are where `scored` trials have a result, how many have none, how many lie below the axis. */
export const historySentence = (
  scored: number,
  infeasible: number,
  failed: number,
  outside: number,
): string => {
  const crosses = [
    ...(infeasible > 0 ? [`${infeasible} infeasible`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ];
  return [
    ...(scored > 0 ? ["Line: best so far."] : []),
    ...(crosses.length > 0 ? [`Crosses: ${crosses.join(", ")}.`] : []),
    ...(outside > 0
      ? [`${countText(outside, "trial")} outside the range, drawn as triangles at its edge.`]
      : []),
  ].join(" ");
};
