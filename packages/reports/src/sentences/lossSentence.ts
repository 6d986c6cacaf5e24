import type { Curve } from "../RunInput.ts";
import { numberText } from "../texts/numberText.ts";

/** The lowest validation loss and its epoch against the last. Undefined where the curve has no such row. */
export const lossSentence = (curve: Curve): string | undefined => {
  const points = curve.flatMap(({ epoch, scalars }) => {
    const loss = scalars["validation.loss"];
    return loss === undefined ? [] : [{ epoch, loss }];
  });
  const last = points.at(-1);
  if (last === undefined) return undefined;
  const lowest = points.reduce((best, point) => (point.loss < best.loss ? point : best));
  return lowest.epoch === last.epoch
    ? `Validation loss is lowest at the end: ${numberText(last.loss, 3)}, epoch ${last.epoch}.`
    : `Validation loss is lowest at epoch ${lowest.epoch}: ${numberText(lowest.loss, 3)}; ${numberText(last.loss, 3)} at the end.`;
};
