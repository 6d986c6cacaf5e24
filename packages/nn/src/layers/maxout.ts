import { max, reshape } from "@tensorflow/tfjs-core";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { affine } from "../kernels/affine.ts";
import type { Layer, LayerKind } from "../Layer.ts";

const config = Schema.Struct({
  units: Schema.Int.check(Schema.isGreaterThan(0)).annotate({
    description: "Number of outputs, at least 1.",
  }),
  pieces: Schema.Int.check(Schema.isGreaterThan(1))
    .annotate({ description: "Weighted sums of which each output is the largest, at least 2.", default: 2 })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(2))),
}).annotate({ description: "Every output the largest of some weighted sums of all inputs." });

/**
 * y_u = max over p of (x W + b) at column u · pieces + p: weight [in, units · pieces], bias [units · pieces]
 * (Goodfellow et al. 2013, "Maxout networks", section 2). It brings its own activation, a convex one that is learned. An
 * input of more than one dimension is flattened first. Equal sums share their gradient.
 */
export const maxout: LayerKind<typeof config.Type, Layer> = {
  config,
  make(name, inputShape, { units, pieces }) {
    const inputs = inputShape.reduce((product, length) => product * length, 1);
    const fans = { fanIn: inputs, fanOut: units * pieces, activation: "maxout" };
    const weight = `${name}.weight`;
    const bias = `${name}.bias`;
    return {
      name,
      params: {
        [weight]: { shape: [inputs, units * pieces], role: "weight", ...fans },
        [bias]: { shape: [units * pieces], role: "bias", ...fans },
      },
      outputShape: [units],
      apply: (params, input, { observe }) => {
        const flat = reshape(input, [input.shape[0]!, inputs]);
        const sums = affine(flat, params[weight]!, params[bias]!);
        observe?.(name, "preactivation", sums);
        const output = max(reshape(sums, [-1, units, pieces]), 2);
        observe?.(name, "activation", output);
        return output;
      },
    };
  },
};
