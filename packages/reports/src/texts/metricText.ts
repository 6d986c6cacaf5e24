/** Metrics in words: shares are shown in per cent and their differences in points. */
import { numberText } from "./numberText.ts";

const isShare = (path: string): boolean => path.endsWith("accuracy");

/** Rounded, with a true minus sign. */
const fixed = (value: number): string => String(Number(value.toFixed(2))).replace("-", "−");

/** `95.4 %` of an accuracy, else four digits. */
export const metricText = (path: string, value: number): string =>
  isShare(path) ? `${fixed(100 * value)} %` : numberText(value);

/** `0.3 points` of an accuracy, else four digits. */
export const differenceText = (path: string, difference: number): string =>
  isShare(path) ? `${fixed(100 * difference)} points` : numberText(difference, 3);

/** Both ends of an interval of differences: `−0.1 to 0.7 points`. */
export const intervalText = (path: string, low: number, high: number): string =>
  isShare(path)
    ? `${fixed(100 * low)} to ${fixed(100 * high)} points`
    : `${numberText(low, 3)} to ${numberText(high, 3)}`;

const slices = ["train", "validation", "test"];

/** `train.validation.accuracy` becomes `validation accuracy`: the words from the slice on. */
export const metricLabel = (path: string): string => {
  const words = path.split(".");
  const start = Math.max(0, words.length - 2);
  const tail = slices.includes(words[start] ?? "") ? words.slice(start) : words.slice(-1);
  return tail.join(" ").replaceAll("_", " ");
};
