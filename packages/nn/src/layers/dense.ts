import { reshape } from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import { activationOf, activation as activationSetting } from "../ActivationConfig.ts";
import { affine } from "../kernels/affine.ts";
import type { Layer, LayerKind } from "../Layer.ts";

const config = Schema.Struct({
  units: Schema.Int.check(Schema.isGreaterThan(0)).annotate({
    description: "Number of outputs, at least 1.",
  }),
  activation: activationSetting,
}).annotate({
  description: "Every output a weighted sum of all inputs, plus a bias, through an activation.",
});

/**
 * Fully connected: activation(x W + b), weight [in, units], bias [units]. An input of more than one dimension is
 * flattened first (Keras would use its last dimension alone, PyTorch refuse it).
 *
 * The activation is not fused into the product: stock WebAssembly kernels turn NaN into 0 there, which would hide
 * a divergence, and gain no time.
 */
export const dense: LayerKind<typeof config.Type, Layer> = {
  config,
  make(name, inputShape, { units, activation: choice }) {
    const activation = activationOf(choice);
    const inputs = inputShape.reduce((product, length) => product * length, 1);
    const fans = { fanIn: inputs, fanOut: units, activation: activation.name };
    const weight = `${name}.weight`;
    const bias = `${name}.bias`;
    return {
      name,
      params: {
        [weight]: { shape: [inputs, units], role: "weight", ...fans },
        [bias]: { shape: [units], role: "bias", ...fans },
      },
      outputShape: [units],
      apply: (params, input, { observe }) => {
        const flat = input.rank === 2 ? input : reshape(input, [input.shape[0]!, inputs]);
        const preactivation = affine(flat, params[weight]!, params[bias]!);
        observe?.(name, "preactivation", preactivation);
        const output = activation.apply(preactivation);
        observe?.(name, "activation", output);
        return output;
      },
    };
  },
};
