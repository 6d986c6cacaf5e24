import type { Curve } from "../RunInput.ts";

/** Whether the losses of a curve can be drawn on a logarithmic axis: all of them are above 0. */
export const isLogarithmic = (curve: Curve): boolean =>
  curve.every(({ scalars }) =>
    ["train.loss", "validation.loss"].every((name) => scalars[name] === undefined || scalars[name] > 0),
  );
