import { lookAxis } from "../lookAxis.ts";
import { numberText } from "../texts/numberText.ts";
import type { Watch } from "../Watch.ts";

/** The gradient's norm over all tensors at its ends and its top. Undefined where it was not measured twice. */
export const traceSentence = (
  watch: Pick<Watch, "gradientNorm" | "epochs" | "iterations" | "iterationsPerEpoch">,
): string | undefined => {
  const { unit, at: places } = lookAxis(watch);
  const known = watch.gradientNorm.flatMap((norm, at) =>
    norm === null ? [] : [{ norm, place: places[at] ?? 0 }],
  );
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined || first === last) return undefined;
  const top = known.reduce((most, each) => (each.norm > most.norm ? each : most));
  return `${numberText(first.norm, 3)} at the start, ${numberText(last.norm, 3)} at the end; highest ${numberText(top.norm, 3)} at ${unit} ${numberText(top.place, 3)}.`;
};
