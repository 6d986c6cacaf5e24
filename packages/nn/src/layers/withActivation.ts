import type { Tensor } from "@tensorflow/tfjs-core";
import type { activationOf } from "../ActivationConfig.ts";
import type { Mode } from "../Layer.ts";

/**
 * A layer's outputs through its activation, both shown to who observes. `compute` can take relu along, which it is
 * asked to where nobody wants to see what stands before it: the same numbers, a pass over them less.
 */
export const withActivation = (
  name: string,
  activation: ReturnType<typeof activationOf>,
  { observe }: Mode,
  compute: (relu: boolean) => Tensor,
): Tensor => {
  if (observe === undefined && activation.name === "relu") return compute(true);
  const preactivation = compute(false);
  observe?.(name, "preactivation", preactivation);
  const output = activation.apply(preactivation);
  observe?.(name, "activation", output);
  return output;
};
