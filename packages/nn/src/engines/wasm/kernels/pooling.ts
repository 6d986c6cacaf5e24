import type { KernelConfig, TensorInfo } from "@tensorflow/tfjs-core";
import { blockOf, empty, type Given, wasmKernel } from "../wasmKernel.ts";
import { type ImageShape, poolOf } from "./imageSizes.ts";

/** `reads` are the kernel's inputs in order, x that of the pool. */
const pool = (
  given: Given,
  kernel: string,
  reads: ReadonlyArray<TensorInfo>,
  x: TensorInfo,
  towardsInput: boolean,
): TensorInfo => {
  const info = poolOf(given, x.shape as ImageShape); // tfjs checked the rank
  const out = empty(given.backend, towardsInput ? info.inShape : info.outShape, "float32");
  given.backend.call(
    kernel,
    reads.map(blockOf),
    [blockOf(out)],
    [
      ...[info.batchSize, info.inHeight, info.inWidth, info.inChannels, info.outHeight, info.outWidth],
      ...[info.filterHeight, info.filterWidth, info.strideHeight, info.strideWidth],
      ...[info.padInfo.top, info.padInfo.left],
    ],
  );
  return out;
};

/** Pools of [batch, height, width, channels] and their gradients. */
export const pooling: ReadonlyArray<KernelConfig> = [
  wasmKernel("MaxPool", (given) => pool(given, "maxPool", [given.inputs.x!], given.inputs.x!, false)),
  wasmKernel("AvgPool", (given) => pool(given, "averagePool", [given.inputs.x!], given.inputs.x!, false)),
  wasmKernel("MaxPoolGrad", (given) => {
    const { dy, input, output } = given.inputs;
    return pool(given, "maxPoolGradient", [dy!, input!, output!], input!, true);
  }),
  wasmKernel("AvgPoolGrad", (given) =>
    pool(given, "averagePoolGradient", [given.inputs.dy!], given.inputs.input!, true),
  ),
];
