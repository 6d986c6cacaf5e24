/** Draws with mean 0 and a given variance: what the variance-scaling initializers share. */
import type { ParamShape } from "@attune/nn";
import type { Draws } from "./Initializer.ts";
import { shapeSize } from "./shapeSize.ts";
import { truncatedNormals, truncatedStd } from "./truncatedNormals.ts";

/** Normal with standard deviation √variance, not truncated. */
export const normalWithVariance = (shape: ParamShape, variance: number, { normals }: Draws): Float32Array => {
  const std = Math.sqrt(variance);
  return normals(shapeSize(shape)).map((draw) => std * draw);
};

/** Normal cut at ±2σ, with σ = √variance / 0.87962566: the variance is what is left after the cut. */
export const truncatedWithVariance = (shape: ParamShape, variance: number, draws: Draws): Float32Array => {
  const std = Math.sqrt(variance) / truncatedStd;
  return truncatedNormals(shapeSize(shape), draws).map((draw) => std * draw);
};

/** Uniform on [−b, b) with b = √(3 variance), since Var U(−b, b) = b²/3. */
export const uniformWithVariance = (
  shape: ParamShape,
  variance: number,
  { uniforms }: Draws,
): Float32Array => {
  const bound = Math.sqrt(3 * variance);
  return uniforms(shapeSize(shape)).map((draw) => bound * (2 * draw - 1));
};
