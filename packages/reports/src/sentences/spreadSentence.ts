import { numberText } from "../texts/numberText.ts";
import type { Watch } from "../Watch.ts";

/** The layer whose spread changed most from the first look to the last. Undefined where none is known. */
export const spreadSentence = ({ layers }: Pick<Watch, "layers">): string | undefined => {
  const changes = layers.flatMap(({ name, std }) => {
    const [first, last] = [std[0], std.at(-1)];
    return first && last ? [{ name, first, last, size: Math.abs(Math.log(last / first)) }] : [];
  });
  const most = changes.toSorted((a, b) => b.size - a.size)[0];
  return (
    most &&
    `Changed most in ${most.name}: ${numberText(most.first, 3)} before training, ${numberText(most.last, 3)} at the end.`
  );
};
