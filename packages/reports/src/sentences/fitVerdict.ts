import { differenceText, metricLabel, metricText } from "../texts/metricText.ts";
import type { Verdict } from "./trustVerdict.ts";

/** The gap between training and validation at the end. Undefined where one of them is missing. */
export const fitVerdict = (
  metric: string,
  train: number | undefined,
  validation: number | undefined,
): Verdict | undefined =>
  train === undefined || validation === undefined
    ? undefined
    : {
        figure: differenceText(metric, train - validation),
        text: `gap: ${metricText(metric, train)} training, ${metricText(metric, validation)} validation ${metricLabel(metric).split(" ").at(-1)}`,
        tone: "plain",
      };
