import { cast, greaterEqual, mul } from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import { randomUniform } from "../kernels/randomUniform.ts";
import type { Layer, LayerKind } from "../Layer.ts";

const config = Schema.Struct({
  rate: Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0), Schema.isLessThan(1)).annotate({
    description: "Share of inputs set to 0 while training, from 0 to below 1.",
  }),
}).annotate({
  description: "Sets inputs to 0 at random while training and scales up the others, against overfitting.",
});

/**
 * Inverted dropout: while training each input is kept with probability 1 - rate and divided by it, so that the
 * expectation stays; else the identity. Srivastava et al. 2014, "Dropout", JMLR 15.
 */
export const dropout: LayerKind<typeof config.Type, Layer> = {
  config,
  withoutNoise: () => ({ rate: 0 }),
  make(name, inputShape, { rate }) {
    return {
      name,
      params: {},
      outputShape: inputShape,
      apply: (_params, input, { training, key }) => {
        if (!training || rate === 0) return input;
        if (key === undefined) throw new Error(`${name}: dropout needs a key while training`);
        const kept = cast(greaterEqual(randomUniform(key, name, input.shape), rate), "float32");
        return mul(input, mul(kept, 1 / (1 - rate)));
      },
    };
  },
};
