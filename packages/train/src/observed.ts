import type { Model, Params } from "@attune/nn";
import type { Tensor } from "@tensorflow/tfjs-core";

/** Values of layers by name, in forward order. */
export type Observed = {
  readonly preactivation: Readonly<Record<string, Tensor>>;
  readonly activation: Readonly<Record<string, Tensor>>;
};

/**
 * What the layers tell of a batch, inside a step. As in training, so that batch normalization goes by the batch: its
 * running figures are of no use before the first update. `key` is for layers with noise, which a quiet model has none of.
 */
export const observed = (model: Model, params: Params, inputs: Tensor, key: Tensor): Observed => {
  const preactivation: Record<string, Tensor> = {};
  const activation: Record<string, Tensor> = {};
  const byKind = { preactivation, activation };
  model.apply(params, inputs, {
    training: true,
    key,
    observe: (layer, kind, value) => {
      byKind[kind][layer] = value;
    },
  });
  return byKind;
};
