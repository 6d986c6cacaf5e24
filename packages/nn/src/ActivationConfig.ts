/** Schema of an activation's choice, `relu` or `{ relu: {} }`. */
import type { Tensor } from "@tensorflow/tfjs-core";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import type { Activation } from "./Activation.ts";
import { activations } from "./activations/catalog.ts";
import { type Choice, chosen, oneOf } from "./Choice.ts";

export type ActivationConfig = Choice<typeof activations>;

export const ActivationConfig: Schema.Codec<ActivationConfig, unknown> = oneOf(activations).annotate({
  title: "activation",
});

/** The setting `activation` of a layer: what its outputs go through. */
export const activation = ActivationConfig.annotate({
  title: "activation",
  description: "Function applied to the outputs, linear if none is given.",
  default: { linear: {} },
}).pipe(Schema.withDecodingDefaultKey(Effect.succeed("linear")));

/** The chosen activation with its settings filled in. */
export const activationOf = (
  choice: ActivationConfig,
): { readonly name: string; readonly apply: (x: Tensor) => Tensor } => {
  const { name, row, config } = chosen(activations, choice);
  const activation: Activation = row;
  return { name, apply: (x) => activation.apply(x, config) };
};
