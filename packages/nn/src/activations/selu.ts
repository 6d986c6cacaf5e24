import { mul } from "@tensorflow/tfjs-core";
import type { Activation } from "../Activation.ts";
import { noSettings } from "../noSettings.ts";
import { elu } from "./elu.ts";

const alpha = 1.6732632423543772;
const scale = 1.0507009873554805;

/**
 * λ · elu(x, α), with the λ and α that make mean 0 and variance 1 a fixed point of deep networks whose weights have
 * variance 1 / fan in. Klambauer et al. 2017, "Self-normalizing neural networks", eq. 2 and 14. As PyTorch's.
 */
export const selu: Activation = {
  config: noSettings.annotate({
    description: "An elu scaled so that mean 0 and variance 1 stay from layer to layer.",
  }),
  apply: (x) => mul(elu.apply(x, { alpha }), scale),
};
