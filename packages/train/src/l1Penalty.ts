/**
 * L1: λ·Σ|w| over weights, not biases, with gradient λ·sign(w), 0 at 0 (Tibshirani 1996, "lasso"): it draws weights to
 * 0, however small they are. In the loss, as L2 is.
 */
import type { ParamShapes } from "@attune/nn";
import { abs, add, mul, type Scalar, scalar, sign, sum, type Tensor } from "@tensorflow/tfjs-core";
import type { Penalty } from "./Penalty.ts";
import { penalized, type Strength } from "./Strength.ts";

const sumOfMagnitudes = (weight: Tensor): Tensor => sum(sum(abs(weight), -1));

/** `strength` is λ ≥ 0. */
export const l1Penalty = (shapes: ParamShapes, strength: Strength): Penalty => {
  const weights = penalized(shapes, strength);
  return {
    value: (params) =>
      weights
        .map(([name, lambda]) => mul(sumOfMagnitudes(params[name]!), lambda))
        .reduce<Scalar>((total, part) => add(total, part), scalar(0)),
    gradients: (params) =>
      Object.fromEntries(weights.map(([name, lambda]) => [name, mul(sign(params[name]!), lambda)])),
  };
};
