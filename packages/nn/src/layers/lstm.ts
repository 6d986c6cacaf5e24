import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { lstmStates } from "../kernels/lstm.ts";
import type { LayerKind } from "../Layer.ts";
import { sequenceLayer, sequenceSettings } from "../sequenceLayer.ts";

const config = Schema.Struct({
  ...sequenceSettings,
  forgetBias: Schema.Finite.annotate({
    description:
      "Added to what the initializer gives the bias of the forget gate; 1 keeps the memory open at first.",
    default: 1,
  }).pipe(Schema.withDecodingDefaultKey(Effect.succeed(1))),
})
  .pipe(Schema.encodeKeys({ forgetBias: "forget_bias" }))
  .annotate({ description: "Long short-term memory: reads an example step by step, with gates." });

/**
 * i, f, o = σ(x W + h U + b), g = tanh(x W + h U + b), c ← f c + i g, h ← o tanh c, from h = c = 0: Hochreiter &
 * Schmidhuber 1997, the forget gate of Gers, Schmidhuber & Cummins 2000, its bias one of Jozefowicz, Zaremba &
 * Sutskever 2015. [time, features] → [units] or [time, units]; the gates stand as i, f, g, o.
 *
 * As PyTorch's and Keras', with two differences to PyTorch: its second bias, which only adds to the first, is left out,
 * and its weights lie the other way, weight_ih = weightᵀ. It starts the forget gate's bias near 0.
 */
export const lstm: LayerKind<typeof config.Type> = {
  config,
  make: (name, inputShape, { units, output, forgetBias }) =>
    sequenceLayer(name, inputShape, {
      units,
      output,
      gates: 4,
      activation: "tanh",
      start: Array.from({ length: 4 * units }, (_, at) => (at >= units && at < 2 * units ? forgetBias : 0)),
      states: lstmStates,
    }),
};
