/**
 * What Adam and its variants share.
 *
 * The state holds plain decaying sums, s ← β₁ s + g and q ← β₂ q + g², rather than the means m = (1 − β₁) s and
 * v = (1 − β₂) q: that saves two passes over each tensor, since all constants then meet in two scalars. With
 * r = √((1 − β₂) / (1 − β₂ᵗ)),
 *
 *     m̂ / (√v̂ + ε)  =  (1 − β₁) / ((1 − β₁ᵗ) r) · s / (√q + ε / r)
 */
import type { AdamFactors } from "@attune/nn";
import { add, div, expm1, mul, neg, scalar, sqrt, square, type Tensor } from "@tensorflow/tfjs-core";
import type { Scalars } from "./Transform.ts";

export interface AdamConfig {
  /** β₁ in [0, 1). */
  readonly beta1: number;
  /** β₂ in [0, 1). */
  readonly beta2: number;
  /** ε > 0, added outside the root, after bias correction. */
  readonly epsilon: number;
}

/** 1 − βᵗ. By expm1, since in float32 the difference itself would lose four digits at β = .999 and t = 1. */
const biasOf = (beta: number, t: Tensor): Tensor => neg(expm1(mul(t, Math.log(beta))));

/**
 * The scalars of one update, shared by all tensors: β₁, β₂, `scale` (1 − β₁) / ((1 − β₁ᵗ) r) and `epsilon` ε / r.
 */
export const adamFactors = ({ beta1, beta2, epsilon }: AdamConfig, { iteration }: Scalars): AdamFactors => {
  const t = add(iteration, 1);
  const r = sqrt(div(1 - beta2, biasOf(beta2, t)));
  return {
    beta1: scalar(beta1),
    beta2: scalar(beta2),
    scale: div(1 - beta1, mul(biasOf(beta1, t), r)),
    epsilon: div(epsilon, r),
  };
};

/** s ← β₁ s + g */
export const nextSum = (sum: Tensor, gradient: Tensor, { beta1 }: AdamFactors): Tensor =>
  add(mul(sum, beta1), gradient);

/** q ← β₂ q + g² */
export const nextSquares = (squares: Tensor, gradient: Tensor, { beta2 }: AdamFactors): Tensor =>
  add(mul(squares, beta2), square(gradient));

/** m̂ / (√v̂ + ε) */
export const adamDirection = (sum: Tensor, squares: Tensor, { scale, epsilon }: AdamFactors): Tensor =>
  mul(div(sum, add(sqrt(squares), epsilon)), scale);
