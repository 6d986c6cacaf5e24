import * as Schema from "effect/Schema";
import { gruStates } from "../kernels/gru.ts";
import type { LayerKind } from "../Layer.ts";
import { sequenceLayer, sequenceSettings } from "../sequenceLayer.ts";

const config = Schema.Struct(sequenceSettings).annotate({
  description: "Gated recurrent unit: reads an example step by step, with fewer gates than lstm.",
});

/**
 * r, z = σ(x W + h U + b), n = tanh(x W + b + r (h U + c)), h ← (1 - z) n + z h, from h = 0: Cho et al. 2014, the
 * reset gate applied after the product. [time, features] → [units] or [time, units]; the gates stand as r, z, n.
 *
 * As PyTorch's, and as Keras' with reset_after, its default (whose gates stand as z, r, n). c is `recurrent_bias`
 * [units]: of the second bias of both, the part that does not merely add to the first.
 */
export const gru: LayerKind<typeof config.Type> = {
  config,
  make: (name, inputShape, { units, output }) =>
    sequenceLayer(name, inputShape, {
      units,
      output,
      gates: 3,
      activation: "tanh",
      more: {
        recurrent_bias: { shape: [units], role: "bias", fanIn: units, fanOut: units, activation: "tanh" },
      },
      states: (projection, recurrent, last, more) =>
        gruStates(projection, recurrent, more("recurrent_bias"), last),
    }),
};
