import { differenceText } from "../texts/metricText.ts";

/** Shaded: the gap between training and validation at the end. Undefined where one of them is missing. */
export const gapSentence = (
  metric: string,
  train: number | undefined,
  validation: number | undefined,
): string | undefined =>
  train === undefined || validation === undefined
    ? undefined
    : `Shaded: the gap of training over validation, ${differenceText(metric, train - validation)} at the end.`;
