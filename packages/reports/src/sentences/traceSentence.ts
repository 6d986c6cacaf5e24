import { numberText } from "../texts/numberText.ts";
import type { Watch } from "../Watch.ts";

/** The gradient's norm over all tensors at its ends and its top. Undefined where it was not measured twice. */
export const traceSentence = ({
  gradientNorm,
  epochs,
}: Pick<Watch, "gradientNorm" | "epochs">): string | undefined => {
  const known = gradientNorm.flatMap((norm, at) => (norm === null ? [] : [{ norm, epoch: epochs[at] ?? 0 }]));
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined || first === last) return undefined;
  const top = known.reduce((most, each) => (each.norm > most.norm ? each : most));
  return `${numberText(first.norm, 3)} at the start, ${numberText(last.norm, 3)} at the end; highest ${numberText(top.norm, 3)} at epoch ${numberText(top.epoch, 3)}.`;
};
