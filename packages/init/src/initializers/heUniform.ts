import { type HeConfig, heConfig, heVariance } from "../heVariance.ts";
import type { Initializer } from "../Initializer.ts";
import { uniformWithVariance } from "../withVariance.ts";

/** U(−b, b) with b = √(6 / fan), so that the variance is that of He et al. 2015, eq. 10 (fan in). For ReLU. */
export const heUniform: Initializer<HeConfig> = {
  config: heConfig.annotate({ description: "Uniform with variance 2 / fan: for ReLU." }),
  sample: (shape, config, draws) => uniformWithVariance(shape, heVariance(shape, config), draws),
};
