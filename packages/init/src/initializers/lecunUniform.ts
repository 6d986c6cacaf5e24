import { noSettings } from "@attune/nn";
import type { Initializer } from "../Initializer.ts";
import { uniformWithVariance } from "../withVariance.ts";

/** U(−b, b) with b = √(3 / fan_in), so that the variance is that of LeCun et al. 1998, "Efficient BackProp", eq. 16. */
export const lecunUniform: Initializer<typeof noSettings.Type> = {
  config: noSettings.annotate({
    description: "Uniform with variance 1 / fan_in: for selu and linear layers.",
  }),
  sample: (shape, _, draws) => uniformWithVariance(shape, 1 / shape.fanIn, draws),
};
