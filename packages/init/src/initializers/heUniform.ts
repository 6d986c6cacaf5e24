import { type HeConfig, heConfig, heVariance } from "../heVariance.ts";
import type { Initializer } from "../Initializer.ts";
import { uniformWithVariance } from "../withVariance.ts";

/** U(−b, b) with b = √(6 / ((1 + a²) fan)): the variance of He et al. 2015, eq. 15. For ReLU, or leaky ReLU of slope a. */
export const heUniform: Initializer<HeConfig> = {
  config: heConfig.annotate({ description: "Uniform with variance 2 / fan: for ReLU, leaky or not." }),
  sample: (shape, config, draws) => uniformWithVariance(shape, heVariance(shape, config), draws),
};
