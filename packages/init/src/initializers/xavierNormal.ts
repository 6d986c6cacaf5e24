import type { Initializer } from "../Initializer.ts";
import { normalWithVariance } from "../withVariance.ts";
import { type XavierConfig, xavierConfig, xavierVariance } from "../xavierVariance.ts";

/**
 * N(0, σ²) with σ² = 2 gain² / (fan_in + fan_out): Glorot & Bengio 2010, eq. 12. For tanh and linear layers. Not
 * truncated, as in PyTorch; Keras' glorot_normal cuts at 2σ, as variance_scaling does.
 */
export const xavierNormal: Initializer<XavierConfig> = {
  config: xavierConfig.annotate({
    description: "Normal with variance 2 / (fan_in + fan_out): for tanh and sigmoid.",
  }),
  sample: (shape, config, draws) => normalWithVariance(shape, xavierVariance(shape, config), draws),
};
