import type { LayerStatistics } from "../StepDetail.ts";
import { numberText } from "../texts/numberText.ts";

/** How the gradient's spread differs between the first layer with weights and the last. Undefined where it is not known. */
export const gradientSentence = (layers: ReadonlyArray<LayerStatistics>): string | undefined => {
  const known = layers.filter(({ gradientStd }) => gradientStd !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (!first?.gradientStd || !last?.gradientStd || first === last) return undefined;
  return `Of the gradients by weights: ${numberText(first.gradientStd, 3)} in ${first.name}, ${numberText(last.gradientStd, 3)} in ${last.name}.`;
};
