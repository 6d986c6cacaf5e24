import type { Initializer } from "../Initializer.ts";
import { uniformWithVariance } from "../withVariance.ts";
import { type XavierConfig, xavierConfig, xavierVariance } from "../xavierVariance.ts";

/**
 * U(−b, b) with b = gain · √(6 / (fan_in + fan_out)): Glorot & Bengio 2010, eq. 16, their "normalized initialization".
 * For tanh and linear layers.
 */
export const xavierUniform: Initializer<XavierConfig> = {
  config: xavierConfig.annotate({
    description: "Uniform with variance 2 / (fan_in + fan_out): for tanh and sigmoid.",
  }),
  sample: (shape, config, draws) => uniformWithVariance(shape, xavierVariance(shape, config), draws),
};
