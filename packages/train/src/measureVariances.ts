import type { MeasureVariances } from "@attune/init";
import { type Engine, type Model, noiseKey, type Slice, stream, uploadTensors } from "@attune/nn";
import { dispose, mul, square, sub, sum, type Tensor, tensor } from "@tensorflow/tfjs-core";
import { observed } from "./observed.ts";
import { head } from "./slicePart.ts";
import { uploadSlice } from "./uploadSlice.ts";

/** Over all elements; one axis after the other, since a long sum in float32 loses digits. */
const mean = (value: Tensor): Tensor => mul(sum(sum(value, -1)), 1 / value.size);
const variance = (value: Tensor): Tensor => mean(square(sub(value, mean(value))));

/**
 * What LSUV scales by: the variance of a layer's linear map, as LSUVinit takes it from convolutions and inner products: of
 * maxout before the largest is taken, of a recurrent layer that of its input. A layer that tells of no preactivation (an
 * embedding, a user's own) is left out.
 */
export const measureVariances = (engine: Engine, model: Model, train: Slice): MeasureVariances => {
  type Given = { readonly params: ReturnType<typeof uploadTensors>; readonly key: Tensor } & ReturnType<
    typeof uploadSlice
  >;
  const step = engine.compile(({ params, inputs, key }: Given) => {
    const { preactivation } = observed(model, params, inputs, key);
    return Object.fromEntries(
      Object.entries(preactivation).map(([name, value]) => [name, variance(value)] as const),
    );
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
