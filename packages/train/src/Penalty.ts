/** What a training adds to the loss: a function of the params alone, with its gradient. */
import type { Params, Tensors } from "@attune/nn";
import type { Scalar } from "@tensorflow/tfjs-core";

export interface Penalty {
  readonly value: (params: Params) => Scalar;
  /** By name, only of the params that it depends on. */
  readonly gradients: (params: Params) => Tensors;
}
