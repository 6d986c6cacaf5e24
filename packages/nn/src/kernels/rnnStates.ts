/** The recurrence of a plain recurrent layer, step by step, in operations that every engine has. */
import { add, matMul, stack, type Tensor, type Tensor2D, unstack, zeros } from "@tensorflow/tfjs-core";

/**
 * h = f(x W + b + h U), with h = 0 before the first step. projection [time, batch, units] = x W + b, recurrent
 * [units, units] → the states [time, batch, units], or the last alone, [batch, units]. time ≥ 1.
 */
export const rnnStates = (
  projection: Tensor,
  recurrent: Tensor,
  activation: (x: Tensor) => Tensor,
  last: boolean,
): Tensor => {
  const states: Tensor[] = [];
  let hidden: Tensor = zeros([projection.shape[1]!, recurrent.shape[0]!]);
  for (const given of unstack(projection, 0)) {
    hidden = activation(add(given, matMul(hidden as Tensor2D, recurrent as Tensor2D))); // matrices by contract
    states.push(hidden);
  }
  return last ? hidden : stack(states, 0);
};
