import { add, mean, mul, rsqrt, square, sub } from "@tensorflow/tfjs-core";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import type { Layer, LayerKind } from "../Layer.ts";

const config = Schema.Struct({
  epsilon: Schema.Finite.check(Schema.isGreaterThan(0))
    .annotate({ description: "Added to the variance, above 0.", default: 1e-5 })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(1e-5))),
}).annotate({
  description:
    "Brings the features of each example to mean 0 and variance 1, then scales and shifts them by what it learns.",
});

/**
 * Layer normalization over the last axis, γ (x - μ) / √(σ² + ε) + β (Ba, Kiros & Hinton 2016, eq. 3 and 4): each
 * example, or position, by itself, training or not. γ `scale` starts at 1, β `shift` at what biases start at. As
 * PyTorch's LayerNorm of the last axis.
 */
export const layerNorm: LayerKind<typeof config.Type, Layer> = {
  config,
  make(name, inputShape, { epsilon }) {
    const shape = [inputShape.at(-1)!];
    const fans = { fanIn: 1, fanOut: 1, activation: "linear" };
    const scale = `${name}.scale`;
    const shift = `${name}.shift`;
    return {
      name,
      params: {
        [scale]: { shape, role: "scale", ...fans },
        [shift]: { shape, role: "bias", ...fans },
      },
      outputShape: inputShape,
      apply: (params, input, { observe }) => {
        const centered = sub(input, mean(input, -1, true));
        const inverse = rsqrt(add(mean(square(centered), -1, true), epsilon));
        const output = add(mul(mul(centered, inverse), params[scale]!), params[shift]!);
        observe?.(name, "activation", output);
        return output;
      },
    };
  },
};
