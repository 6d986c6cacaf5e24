/**
 * L2: ½λ·Σw² over weights, not biases, with gradient λw (Krogh & Hertz 1991). In the loss, so an adaptive optimizer
 * rescales it; PyTorch's `weight_decay` of SGD and Adam, which takes biases too.
 */
import type { ParamShapes } from "@attune/nn";
import { add, mul, type Scalar, scalar, square, sum, type Tensor } from "@tensorflow/tfjs-core";
import type { Penalty } from "./Penalty.ts";

// One axis after the other: adding up all of a large tensor in one go would lose digits of float32.
const sumOfSquares = (weight: Tensor): Tensor => sum(sum(square(weight), -1));

/** `strength` is λ ≥ 0. */
export const l2Penalty = (shapes: ParamShapes, strength: number): Penalty => {
  const names = Object.keys(shapes).filter((name) => shapes[name]?.role === "weight");
  return {
    value: (params) => {
      const squares = names.map((name) => sumOfSquares(params[name]!));
      return mul(
        squares.reduce<Scalar>((total, part) => add(total, part), scalar(0)),
        strength / 2,
      );
    },
    gradients: (params) => Object.fromEntries(names.map((name) => [name, mul(params[name]!, strength)])),
  };
};
