import type { TrainingEnd } from "../StepDetail.ts";

/** Why a training ended before its epochs, and whose figures it gives; undefined where it simply ended. */
export const endSentence = ({ stopped, selected }: TrainingEnd): string | undefined => {
  const sentences = [
    ...(stopped ? [`Stopped early, after epoch ${stopped.epoch}: ${stopped.reason}.`] : []),
    ...(selected
      ? [`Weights and figures are those of epoch ${selected.epoch}, the best in validation.`]
      : []),
  ];
  return sentences.length === 0 ? undefined : sentences.join(" ");
};
