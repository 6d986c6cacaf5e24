import { median } from "d3-array";
import { numberText } from "../texts/numberText.ts";
import type { Watch } from "../Watch.ts";

/** How much batches differ over the last quarter of the windows. Undefined of no windows. */
export const wiggleSentence = ({
  windows,
  batchSize,
}: Pick<Watch, "windows" | "batchSize">): string | undefined => {
  const late = windows.slice(-Math.max(1, Math.round(windows.length / 4)));
  const mean = median(late, (window) => window.mean);
  const std = median(late, (window) => window.std);
  if (mean === undefined || std === undefined) return undefined;
  const relative = mean > 0 ? `, ${Math.round((100 * std) / mean)} % of it` : "";
  return `In the last quarter batches of ${batchSize} deviate by ${numberText(std, 2)} from their mean of ${numberText(mean, 2)}${relative}.`;
};
