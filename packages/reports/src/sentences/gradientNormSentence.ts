import { numberText } from "../texts/numberText.ts";
import type { Watch } from "../Watch.ts";

/** The last look's norm in the first tensor and in the last. Undefined where either is not known. */
export const gradientNormSentence = ({ tensors }: Pick<Watch, "tensors">): string | undefined => {
  const [first, last] = [tensors[0], tensors.at(-1)];
  const ends = [first?.gradientNorm.at(-1), last?.gradientNorm.at(-1)];
  if (!first || !last || first === last || !ends[0] || !ends[1]) return undefined;
  return `At the end ${numberText(ends[0], 2)} in ${first.name} and ${numberText(ends[1], 2)} in ${last.name}: the first is ${numberText(ends[0] / ends[1], 2)} times the last.`;
};
