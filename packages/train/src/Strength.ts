/** How strong a penalty is: λ ≥ 0, the same for all weights or by the weight's name. */
import type { ParamShapes } from "@attune/nn";

export type Strength = number | ((weight: string) => number);

/** Weights, neither biases nor scales, each with its λ; those whose λ is 0 only where it is 0 for all. */
export const penalized = (
  shapes: ParamShapes,
  strength: Strength,
): ReadonlyArray<readonly [name: string, lambda: number]> =>
  Object.keys(shapes)
    .filter((name) => shapes[name]?.role === "weight")
    .map((name) => [name, typeof strength === "number" ? strength : strength(name)] as const)
    .filter(([, lambda]) => typeof strength === "number" || lambda > 0);
