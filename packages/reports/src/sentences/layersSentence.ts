import type { LayerStatistics } from "../StepDetail.ts";
import { numberText } from "../texts/numberText.ts";

/** How the signal's spread changes from the first layer to the last. Undefined where either is not known. */
export const layersSentence = (layers: ReadonlyArray<LayerStatistics>): string | undefined => {
  const known = layers.filter(({ activationStd }) => activationStd !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (!first?.activationStd || !last?.activationStd || first === last) return undefined;
  const ratio = last.activationStd / first.activationStd;
  return `Standard deviation of the activations from ${first.name} to ${last.name}: ${numberText(first.activationStd, 3)} to ${numberText(last.activationStd, 3)}, a factor of ${numberText(ratio, 2)}.`;
};
