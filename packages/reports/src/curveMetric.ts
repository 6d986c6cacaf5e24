import type { Curve } from "./RunInput.ts";

/**
 * The scalar of the curves that the objective is: the longest tail of `train.validation.accuracy` that the rows
 * have. Else the validation loss; undefined where no curve has either.
 */
export const curveMetric = (path: string, curves: ReadonlyArray<Curve>): string | undefined => {
  const names = new Set(curves.flatMap((curve) => Object.keys(curve[0]?.scalars ?? {})));
  const words = path.split(".");
  const tails = words.map((_, index) => words.slice(index).join("."));
  return [...tails, "validation.loss"].find((name) => names.has(name));
};
