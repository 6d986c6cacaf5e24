import {
  downloadTensors,
  type Engine,
  type Model,
  type NamedValues,
  noiseKey,
  type Slice,
  stream,
  uploadTensors,
} from "@attune/nn";
import { dispose, tensor } from "@tensorflow/tfjs-core";
import type { ObservedValues } from "./layerStatistics.ts";
import { lossGradients } from "./lossGradients.ts";
import { meanLoss } from "./meanLoss.ts";
import { observed } from "./observed.ts";
import { uploadSlice } from "./uploadSlice.ts";

export interface Probe {
  /** Mean over the examples. */
  readonly loss: number;
  /** Of that loss by every param that is trained. */
  readonly gradients: NamedValues;
  readonly layers: ObservedValues;
}

/** One pass forward and back, without an update. `model` is without noise. */
export const probeNetwork = (engine: Engine, model: Model, weights: NamedValues, slice: Slice): Probe => {
  const key = tensor(noiseKey(stream(0, "init"), 0, 0), [4], "int32");
  const given = { params: uploadTensors(weights), key, ...uploadSlice(slice) };
  const layers = engine.compile(
    ({ params, inputs, key }: typeof given) => observed(model, params, inputs, key),
    "signal",
  )(given);
  const backward = engine.compile(
    lossGradients({ model, batchLoss: meanLoss(model) }),
    "first gradients",
  )(given);
  const probe: Probe = {
    loss: backward.loss.dataSync()[0] ?? Number.NaN,
    gradients: downloadTensors(backward.gradients),
    layers: {
      activation: downloadTensors(layers.activation),
      preactivation: downloadTensors(layers.preactivation),
    },
  };
  dispose([given, layers, backward]);
  return probe;
};
