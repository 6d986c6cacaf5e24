/** How strong a penalty is: λ ≥ 0, the same for all weights or by the weight's name. */
import type { ParamShapes } from "@attune/nn";
import type { Tensor } from "@tensorflow/tfjs-core";

/** A tensor where it is an input of the step. */
export type Lambda = number | Tensor;

/** By names of the caller's. */
export type Strengths = Readonly<Record<string, Lambda>>;

export type Strength = number | ((weight: string) => Lambda);

/** Weights, neither biases nor scales, each with its λ; those whose λ is 0 only where it is 0 for all. */
export const penalized = (
  shapes: ParamShapes,
  strength: Strength,
): ReadonlyArray<readonly [name: string, lambda: Lambda]> =>
  Object.keys(shapes)
    .filter((name) => shapes[name]?.role === "weight")
    .map((name) => [name, typeof strength === "number" ? strength : strength(name)] as const)
    .filter(([, lambda]) => typeof strength === "number" || typeof lambda !== "number" || lambda > 0);
