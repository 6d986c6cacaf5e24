import { median } from "d3-array";
import { numberText } from "../texts/numberText.ts";
import { HEALTHY_RATIO } from "../updateRatioBands.ts";
import type { Watch } from "../Watch.ts";

/** Medians over the run against the healthy band. Undefined where no update was measured. */
export const updateRatioSentence = ({ tensors }: Pick<Watch, "tensors">): string | undefined => {
  const medians = tensors.flatMap(({ name, updateRatio }) => {
    const ratio = median(updateRatio.filter((value) => value !== null));
    return ratio === undefined ? [] : [{ name, ratio }];
  });
  const sorted = medians.toSorted((a, b) => a.ratio - b.ratio);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (least === undefined || most === undefined) return undefined;
  const [low, high] = HEALTHY_RATIO;
  const outside = sorted.filter(({ ratio }) => ratio < low || ratio > high);
  const span =
    least === most
      ? `Median over the run: ${numberText(least.ratio, 2)} in ${least.name}`
      : `Medians over the run: ${numberText(least.ratio, 2)} (${least.name}) to ${numberText(most.ratio, 2)} (${most.name})`;
  const verdict =
    outside.length === 0
      ? "inside the healthy band"
      : `outside the healthy band: ${outside
          .slice(0, 3)
          .map(({ name }) => name)
          .join(", ")}${outside.length > 3 ? ` and ${outside.length - 3} more` : ""}`;
  return `${span}; ${verdict} (${numberText(low)} to ${numberText(high)}).`;
};
