import { ActivationConfig, activationOf } from "../ActivationConfig.ts";
import type { Layer, LayerKind } from "../Layer.ts";

/** An activation as a layer of its own: `activation: relu`. */
export const activation: LayerKind<ActivationConfig, Layer> = {
  config: ActivationConfig.annotate({
    title: "activation",
    description: "An activation as a layer of its own.",
  }),
  make(name, inputShape, choice) {
    const { name: kind, apply } = activationOf(choice);
    return {
      name,
      params: {},
      outputShape: inputShape,
      activation: kind,
      apply: (_params, input, { observe }) => {
        const output = apply(input);
        observe?.(name, "activation", output);
        return output;
      },
    };
  },
};
