/** States that keep some tensors of a param's own shape for each param. */
import type { NamedValues, ParamShapes, Tensors } from "@attune/nn";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { State } from "./Transform.ts";

/** Zeros for every quantity of every param, named `<transform>/<quantity>/<param>`. */
export const zeroState = (
  params: ParamShapes,
  transform: string,
  quantities: ReadonlyArray<string>,
): NamedValues =>
  Object.fromEntries(
    quantities.flatMap((quantity) =>
      Object.entries(params).map(([name, { shape }]) => {
        const size = shape.reduce((product, length) => product * length, 1);
        return [`${transform}/${quantity}/${name}`, { shape, data: new Float32Array(size) }];
      }),
    ),
  );

/** One param's rule: its gradient and its part of the state to its update and the next state, by quantity. */
export type Rule<Quantity extends string> = (
  gradient: Tensor,
  state: Readonly<Record<Quantity, Tensor>>,
) => { readonly update: Tensor; readonly state: Readonly<Record<Quantity, Tensor>> };

/** Applies a rule to every param on its own. */
export const updateEach = <Quantity extends string>(
  gradients: Tensors,
  state: State,
  transform: string,
  quantities: ReadonlyArray<Quantity>,
  rule: Rule<Quantity>,
): { readonly updates: Tensors; readonly state: State } => {
  const updates: Record<string, Tensor> = {};
  const next: Record<string, Tensor> = {};
  for (const [name, gradient] of Object.entries(gradients)) {
    const nameOf = (quantity: Quantity) => `${transform}/${quantity}/${name}`;
    const own = Object.fromEntries(quantities.map((quantity) => [quantity, state[nameOf(quantity)]!]));
    const result = rule(gradient, own as Record<Quantity, Tensor>); // its keys are the quantities
    updates[name] = result.update;
    for (const quantity of quantities) next[nameOf(quantity)] = result.state[quantity];
  }
  return { updates, state: next };
};
