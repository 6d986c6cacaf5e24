import { cast, gather, reshape } from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import type { LayerKind } from "../Layer.ts";

const config = Schema.Struct({
  vocabulary: Schema.Int.check(Schema.isGreaterThan(0)).annotate({
    description: "Number of different tokens: indices run from 0 to below it.",
  }),
  units: Schema.Int.check(Schema.isGreaterThan(0)).annotate({
    description: "Numbers that stand for a token, at least 1.",
  }),
}).annotate({ description: "Looks up a row of trained numbers for each token." });

/**
 * [time] indices → [time, units]: row i of weight [vocabulary, units] for the index i. As PyTorch's Embedding; its
 * gradient is dense. The indices come as the data set has them, whole numbers in float32, so the layer is the first
 * and `normalize` is none; an index without a row gives NaN.
 *
 * One number flows into an output, so fan_in is 1: lecun_normal gives N(0, 1), as PyTorch starts, and he_normal √2 of
 * it; Keras starts with uniform of 0.05.
 */
export const embedding: LayerKind<typeof config.Type> = {
  config,
  make(name, inputShape, { vocabulary, units }) {
    const weight = `${name}.weight`;
    if (name !== "layers.0") {
      const problem = "embedding looks up indices, which only the data has: expected the first layer";
      return { problem, remedy: "put it before all others" };
    }
    return {
      name,
      params: {
        [weight]: {
          shape: [vocabulary, units],
          role: "weight",
          fanIn: 1,
          fanOut: units,
          activation: "linear",
        },
      },
      inputs: "indices",
      vocabulary,
      outputShape: [...inputShape, units],
      apply: (params, input, { observe }) => {
        const rows = gather(params[weight]!, cast(reshape(input, [-1]), "int32"));
        const output = reshape(rows, [...input.shape, units]);
        observe?.(name, "activation", output);
        return output;
      },
    };
  },
};
