import type { MeasureVariances } from "@attune/init";
import { type Engine, type Model, noiseKey, type Slice, stream, uploadTensors } from "@attune/nn";
import { dispose, mul, square, sub, sum, type Tensor, tensor } from "@tensorflow/tfjs-core";
import { layerActivation } from "./layerActivation.ts";
import { observed } from "./observed.ts";
import { head } from "./slicePart.ts";
import { uploadSlice } from "./uploadSlice.ts";

/** Activations whose outputs cannot be scaled to any variance. */
const BOUNDED = ["tanh", "sigmoid"];

/** Over all elements; one axis after the other, since a long sum in float32 loses digits. */
const mean = (value: Tensor): Tensor => mul(sum(sum(value, -1)), 1 / value.size);
const variance = (value: Tensor): Tensor => mean(square(sub(value, mean(value))));

/**
 * What LSUV scales by: the variance of a layer's linear map where it tells its preactivation, else of its output, as of
 * maxout (the paper divides by the spread of what the layer gives out). A layer that tells only outputs with bounds, as
 * some recurrent ones, is left out: its weights would grow without end.
 */
export const measureVariances = (engine: Engine, model: Model, train: Slice): MeasureVariances => {
  type Given = { readonly params: ReturnType<typeof uploadTensors>; readonly key: Tensor } & ReturnType<
    typeof uploadSlice
  >;
  const step = engine.compile(({ params, inputs, key }: Given) => {
    const { preactivation, activation } = observed(model, params, inputs, key);
    const told = Object.entries(activation).flatMap(([name, value]) => {
      const linear = preactivation[name];
      if (linear === undefined && BOUNDED.includes(layerActivation(model, name))) return [];
      return [[name, variance(linear ?? value)] as const];
    });
    return Object.fromEntries(told);
  }, "variances");
  return (values, batch) => {
    const key = tensor(noiseKey(stream(0, "init"), 0, 0), [4], "int32");
    const given = { params: uploadTensors(values), key, ...uploadSlice(head(train, batch)) };
    const told = step(given);
    const result = Object.fromEntries(
      Object.entries(told).map(([name, value]) => [name, value.dataSync()[0] ?? Number.NaN]),
    );
    dispose([given, told]);
    return result;
  };
};
