import { GROWTH_LIMIT, growthOf } from "../charts/WeightNormChart.tsx";
import { numberText } from "../texts/numberText.ts";
import type { Watch } from "../Watch.ts";

/** The tensor that grew most, against the limit. Undefined where no growth is known. */
export const growthSentence = ({ tensors }: Pick<Watch, "tensors">): string | undefined => {
  const grown = tensors.flatMap((tensor) => {
    const growth = growthOf(tensor).at(-1);
    return growth === null || growth === undefined ? [] : [{ name: tensor.name, growth }];
  });
  const most = grown.toSorted((a, b) => b.growth - a.growth)[0];
  if (most === undefined) return undefined;
  const side = most.growth > GROWTH_LIMIT ? "above" : "below";
  return `Most in ${most.name}: ${numberText(most.growth, 3)} times its norm at the start, ${side} the limit of ${GROWTH_LIMIT}.`;
};
