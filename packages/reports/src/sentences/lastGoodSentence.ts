import { numberText } from "../texts/numberText.ts";
import type { Watch } from "../Watch.ts";

/** Where a training that broke down was last sound. Undefined where no look was taken. */
export const lastGoodSentence = ({
  iterations,
  epochs,
  windows,
}: Pick<Watch, "iterations" | "epochs" | "windows">): string | undefined => {
  const [iteration, epoch] = [iterations.at(-1), epochs.at(-1)];
  if (iteration === undefined || epoch === undefined) return undefined;
  const largest = windows.at(-1)?.largest;
  const worst =
    largest === undefined ? "" : `; the worst batch loss of the last window is ${numberText(largest, 3)}`;
  return `Last good iteration: ${iteration}, ${numberText(epoch, 3)} epochs in; the figures by layer end there${worst}.`;
};
