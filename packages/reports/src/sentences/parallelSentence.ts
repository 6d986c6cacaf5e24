import { countText } from "../texts/countText.ts";

/**
 * How to read the parallel coordinates; `conditional` counts the trials with a hyperparameter that did not count.
 * Undefined where no trial has a result.
 */
export const parallelSentence = (scored: number, top: number, conditional: number): string | undefined => {
  if (scored === 0) return undefined;
  const best = top === 1 ? "the best" : `the ${top} best`;
  const below = conditional > 0 ? " A line below an axis: the hyperparameter did not count." : "";
  return `One line for each of ${countText(scored, "trial")} with a result; orange: ${best}.${below}`;
};
