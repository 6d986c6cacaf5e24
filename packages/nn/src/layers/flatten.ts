import { reshape } from "@tensorflow/tfjs-core";
import type { Layer, LayerKind } from "../Layer.ts";
import { noSettings } from "../noSettings.ts";

/** [batch, a, b, …] → [batch, a · b · …], row-major. */
export const flatten: LayerKind<unknown, Layer> = {
  config: noSettings.annotate({ description: "Turns each example into one row of numbers." }),
  make(name, inputShape) {
    const size = inputShape.reduce((product, length) => product * length, 1);
    return {
      name,
      params: {},
      outputShape: [size],
      apply: (_params, input) => (input.rank === 2 ? input : reshape(input, [input.shape[0]!, size])),
    };
  },
};
