/**
 * L2: ½λ·Σw² over weights, not biases, with gradient λw (Krogh & Hertz 1991). In the loss, so an adaptive optimizer
 * rescales it; PyTorch's `weight_decay` of SGD and Adam, which takes biases too.
 */
import type { ParamShapes } from "@attune/nn";
import { add, mul, type Scalar, scalar, square, sum, type Tensor } from "@tensorflow/tfjs-core";
import type { Penalty } from "./Penalty.ts";
import { penalized, type Strength } from "./Strength.ts";

// One axis after the other: adding up all of a large tensor in one go would lose digits of float32.
const sumOfSquares = (weight: Tensor): Tensor => sum(sum(square(weight), -1));

/** `strength` is λ ≥ 0. */
export const l2Penalty = (shapes: ParamShapes, strength: Strength): Penalty => {
  const weights = penalized(shapes, strength);
  return {
    value: (params) =>
      weights
        .map(([name, lambda]) => mul(mul(sumOfSquares(params[name]!), 0.5), lambda))
        .reduce<Scalar>((total, part) => add(total, part), scalar(0)),
    gradients: (params) =>
      Object.fromEntries(weights.map(([name, lambda]) => [name, mul(params[name]!, lambda)])),
  };
};
