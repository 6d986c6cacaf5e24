/** Gradient transforms: small pieces that optimizers are composed of. */
import type { NamedValues, ParamShapes, Params, Tensors } from "@attune/nn";
import type { Tensor } from "@tensorflow/tfjs-core";

/** Numbers that change between iterations, as float32 scalars on the engine. */
export type Scalars = {
  readonly learningRate: Tensor;
  /** Number of this update, from 0. */
  readonly iteration: Tensor;
};

/** What a transform remembers. Names are paths: transform, quantity, tensor (`trace/velocity/layers.0.weight`). */
export type State = Tensors;

export interface Transform {
  /** The state before the first update. */
  readonly init: (params: ParamShapes) => NamedValues;
  /**
   * Gradients, or the updates of the transform before, to updates of the same names and shapes, beside its own part
   * of the next state. A pure function of tensors. `state` may hold more than its own.
   */
  readonly update: (
    gradients: Tensors,
    state: State,
    params: Params,
    scalars: Scalars,
  ) => { readonly updates: Tensors; readonly state: State };
}
