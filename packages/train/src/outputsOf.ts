import { type NamedValues, type Slice, uploadTensors } from "@attune/nn";
import { dispose } from "@tensorflow/tfjs-core";
import type { Wiring } from "./Check.ts";
import { uploadSlice } from "./uploadSlice.ts";

/**
 * Outputs [size, width] of the whole slice in one batch, as in training, without noise: the running statistics of batch
 * normalization lag behind a short training.
 */
export const outputsOf = (
  { engine, model }: Pick<Wiring, "engine" | "model">,
  weights: NamedValues,
  slice: Slice,
): Float32Array => {
  const given = { params: uploadTensors(weights), ...uploadSlice(slice) };
  const outputs = engine.compile(({ params, inputs }: typeof given) =>
    model.apply(params, inputs, { training: true }),
  )(given);
  const values = Float32Array.from(outputs.dataSync());
  dispose([given, outputs]);
  return values;
};
