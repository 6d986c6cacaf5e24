/**
 * Normalization of columns by their own mean and variance. On the engine wasm a kernel in two passes over x, and one of
 * two passes for the gradient.
 *
 * With n rows, x̂ = (x - μ) / √(σ² + ε) and y = γ x̂ + β (Ioffe & Szegedy 2015, algorithm 1): dβ = Σ dy, dγ = Σ dy x̂,
 * dx = γ / √(σ² + ε) · (dy - dβ / n - x̂ dγ / n).
 */
import {
  add,
  engine,
  type GradConfig,
  mean as meanOf,
  mul,
  rsqrt,
  square,
  sub,
  type Tensor,
} from "@tensorflow/tfjs-core";
import { attributes } from "./attributes.ts";
import { hasKernel } from "./hasKernel.ts";

const kernelName = "BatchNorm_attune";

/** y [rows, columns]; mean and variance [columns], the variance divided by the number of rows. */
export type Normalized = readonly [y: Tensor, mean: Tensor, variance: Tensor];

/** γ (x - mean) / √(variance + ε) + β: what evaluation uses, with running statistics. */
export const normalize = (
  x: Tensor,
  [mean, variance]: readonly [Tensor, Tensor],
  [scale, shift]: readonly [Tensor, Tensor],
  epsilon: number,
): Tensor => {
  const factor = mul(scale, rsqrt(add(variance, epsilon)));
  return add(mul(sub(x, mean), factor), shift);
};

/** The plain definition. */
export const plainBatchNorm = (x: Tensor, scale: Tensor, shift: Tensor, epsilon: number): Normalized => {
  const mean = meanOf(x, 0);
  const variance = meanOf(square(sub(x, mean)), 0);
  return [normalize(x, [mean, variance], [scale, shift], epsilon), mean, variance];
};

/** x [rows, columns], scale and shift [columns]. Gradients flow through y alone: the other two are to be carried. */
export const batchNorm = (x: Tensor, scale: Tensor, shift: Tensor, epsilon: number): Normalized =>
  hasKernel(kernelName)
    ? engine().runKernel<[Tensor, Tensor, Tensor]>(kernelName, { x, scale, shift }, { epsilon })
    : plainBatchNorm(x, scale, shift, epsilon);

export const batchNormGradient: GradConfig = {
  kernelName,
  inputsToSave: ["x", "scale"],
  outputsToSave: [false, true, true],
  gradFunc: (dys, saved, attrs) => {
    const [dy] = dys as Tensor[]; // three outputs
    const [x, scale, mean, variance] = saved as [Tensor, Tensor, Tensor, Tensor]; // as above
    const { epsilon } = attributes<{ epsilon: number }>(attrs);
    // all at once: they share their sums
    const [dx, dScale, dShift] = engine().runKernel<[Tensor, Tensor, Tensor]>(
      "BatchNormGradient_attune",
      { dy: dy!, x, scale, mean, variance },
      { epsilon },
    );
    return { x: () => dx, scale: () => dScale, shift: () => dShift };
  },
};
