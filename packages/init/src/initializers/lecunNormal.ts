import { noSettings } from "@attune/nn";
import type { Initializer } from "../Initializer.ts";
import { normalWithVariance } from "../withVariance.ts";

/**
 * N(0, 1 / fan_in): LeCun et al. 1998, "Efficient BackProp", eq. 16. For SELU (Klambauer et al. 2017,
 * "Self-Normalizing Neural Networks") and linear layers; the same as xavier_normal with fan in. Not truncated; Keras'
 * lecun_normal cuts at 2σ, as variance_scaling does.
 */
export const lecunNormal: Initializer<typeof noSettings.Type> = {
  config: noSettings.annotate({
    description: "Normal with variance 1 / fan_in: for selu and linear layers.",
  }),
  sample: (shape, _, draws) => normalWithVariance(shape, 1 / shape.fanIn, draws),
};
