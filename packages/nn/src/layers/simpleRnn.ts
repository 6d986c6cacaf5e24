import { relu, tanh } from "@tensorflow/tfjs-core";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { rnnStates } from "../kernels/rnnStates.ts";
import type { LayerKind } from "../Layer.ts";
import { sequenceLayer, sequenceSettings } from "../sequenceLayer.ts";

const config = Schema.Struct({
  ...sequenceSettings,
  activation: Schema.Literals(["tanh", "relu"])
    .annotate({
      description: "Function of each step's sums; relu wants the identity as recurrent_weight.",
      default: "tanh",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("tanh" as const))),
}).annotate({
  description: "Plain recurrent layer, without gates: it forgets within some ten steps.",
});

const functions = { tanh, relu };

/**
 * h ← f(x W + h U + b), from h = 0: Elman 1990. [time, features] → [units] or [time, units]. As PyTorch's RNN, whose
 * second bias only adds to the first. With ReLU and U = I: Le, Jaitly & Hinton 2015.
 */
export const simpleRnn: LayerKind<typeof config.Type> = {
  config,
  make: (name, inputShape, { units, output, activation }) =>
    sequenceLayer(name, inputShape, {
      units,
      output,
      gates: 1,
      activation,
      states: (projection, recurrent, last) =>
        rnnStates(projection, recurrent, (x) => functions[activation](x), last),
    }),
};
