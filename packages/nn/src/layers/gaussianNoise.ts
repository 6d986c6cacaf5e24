import { add, mul } from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import { randomNormal } from "../kernels/randomNormal.ts";
import type { Layer, LayerKind } from "../Layer.ts";

const config = Schema.Struct({
  std: Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0)).annotate({
    description: "Standard deviation of the noise, 0 or more, in the unit of what it is added to.",
  }),
}).annotate({ description: "Adds normal noise to its inputs while training, against overfitting." });

/** x + std · n, n standard normal, while training; else the identity. Sietsma & Dow 1991; Bishop 1995. */
export const gaussianNoise: LayerKind<typeof config.Type, Layer> = {
  config,
  withoutNoise: () => ({ std: 0 }),
  make(name, inputShape, { std }) {
    return {
      name,
      params: {},
      outputShape: inputShape,
      apply: (_params, input, { training, key }) => {
        if (!training || std === 0) return input;
        if (key === undefined) throw new Error(`${name}: gaussian_noise needs a key while training`);
        return add(input, mul(randomNormal(key, name, input.shape), std));
      },
    };
  },
};
