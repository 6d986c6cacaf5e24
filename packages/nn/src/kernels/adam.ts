/** Adam's update of one tensor, for the rule of `@attune/optim`, which makes the factors. */
import { add, div, engine, mul, sqrt, square, type Tensor } from "@tensorflow/tfjs-core";
import { hasKernel } from "./hasKernel.ts";

/** All of one shape. */
export interface AdamMoments {
  readonly gradient: Tensor;
  readonly sum: Tensor;
  readonly squares: Tensor;
}

/** Scalars, shared by all tensors of an update. */
export interface AdamFactors {
  readonly beta1: Tensor;
  readonly beta2: Tensor;
  readonly scale: Tensor;
  readonly epsilon: Tensor;
}

const kernelName = "Adam_attune";

/** The plain definition. */
export const plainAdam = (
  { gradient, sum, squares }: AdamMoments,
  { beta1, beta2, scale, epsilon }: AdamFactors,
): readonly [update: Tensor, sum: Tensor, squares: Tensor] => {
  const nextSum = add(mul(sum, beta1), gradient);
  const nextSquares = add(mul(squares, beta2), square(gradient));
  return [mul(div(nextSum, add(sqrt(nextSquares), epsilon)), scale), nextSum, nextSquares];
};

/** s ← β₁ s + g, q ← β₂ q + g², u = scale · s / (√q + ε): u, s and q. No gradient flows through it. */
export const adamUpdate = (
  moments: AdamMoments,
  factors: AdamFactors,
): readonly [update: Tensor, sum: Tensor, squares: Tensor] =>
  hasKernel(kernelName)
    ? engine().runKernel<[Tensor, Tensor, Tensor]>(kernelName, { ...moments, ...factors })
    : plainAdam(moments, factors);
