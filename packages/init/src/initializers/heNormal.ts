import { type HeConfig, heConfig, heVariance } from "../heVariance.ts";
import type { Initializer } from "../Initializer.ts";
import { normalWithVariance } from "../withVariance.ts";

/**
 * N(0, 2 / ((1 + a²) fan)): He et al. 2015, eq. 10 (fan in) and 15. For ReLU, or leaky ReLU of slope a. Not truncated,
 * as PyTorch's kaiming_normal_; Keras' he_normal cuts at 2σ, as variance_scaling does.
 */
export const heNormal: Initializer<HeConfig> = {
  config: heConfig.annotate({ description: "Normal with variance 2 / fan: for ReLU, leaky or not." }),
  sample: (shape, config, draws) => normalWithVariance(shape, heVariance(shape, config), draws),
};
