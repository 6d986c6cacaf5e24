import type { Slice } from "@attune/nn";
import { tensor } from "@tensorflow/tfjs-core";

/** The slice's inputs and targets on the engine. The caller disposes. */
export const uploadSlice = ({ size, inputShape, inputs, labels, values, targetWidth }: Slice) => ({
  inputs: tensor(inputs, [size, ...inputShape]),
  targets: labels ? tensor(labels, [size], "int32") : tensor(values ?? [], [size, targetWidth], "float32"),
});
