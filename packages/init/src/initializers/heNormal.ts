import { type HeConfig, heConfig, heVariance } from "../heVariance.ts";
import type { Initializer } from "../Initializer.ts";
import { normalWithVariance } from "../withVariance.ts";

/**
 * N(0, 2 / fan): He et al. 2015, eq. 10 (fan in). For ReLU. Not truncated, as PyTorch's kaiming_normal_; Keras'
 * he_normal cuts at 2σ.
 */
export const heNormal: Initializer<HeConfig> = {
  config: heConfig.annotate({ description: "Normal with variance 2 / fan: for ReLU." }),
  sample: (shape, config, draws) => normalWithVariance(shape, heVariance(shape, config), draws),
};
