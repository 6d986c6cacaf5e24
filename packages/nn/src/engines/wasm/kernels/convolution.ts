import type { backend_util, KernelConfig, TensorInfo } from "@tensorflow/tfjs-core";
import { blockOf, empty, type Given, sizeOf, wasmKernel } from "../wasmKernel.ts";
import {
  bareOr,
  type Frame,
  frameOf,
  gradientFrameOf,
  groupOf,
  type ImageShape,
  infoOf,
} from "./imageSizes.ts";
import { packOf } from "./panels.ts";
import { suitsWinograd, winogradFilter, winogradForward, winogradInput } from "./winograd.ts";

type Info = backend_util.Conv2DInfo;

/** The part of the kernels' numbers that all three have. */
const numbersOf = (info: Info, group: number, { fh, fw, top, left }: Frame): ReadonlyArray<number> => [
  ...[info.batchSize, group, info.inHeight, info.inWidth, info.inChannels],
  ...[info.outHeight, info.outWidth, info.outChannels, info.filterHeight, info.filterWidth],
  ...[info.strideHeight, info.strideWidth, info.dilationHeight, info.dilationWidth, fh, fw, top, left],
];

/** Places of the output whose gradients are worked on at once: a panel of them stays in the first cache. */
const pixels = 128;

const run = (
  { backend }: Given,
  kernel: string,
  [reads, out]: readonly [ReadonlyArray<TensorInfo | undefined>, TensorInfo],
  sizes: readonly [frames: number, panels: number, tables: number],
  numbers: ReadonlyArray<number>,
): TensorInfo => {
  const own = sizes.map((size) => backend.make("float32", size));
  const blocks = reads.map((tensor) => tensor && blockOf(tensor));
  backend.call(kernel, blocks, [blockOf(out), ...own], numbers);
  for (const block of own) backend.disposeData(block);
  return out;
};

const forward = (given: Given, relu: boolean): TensorInfo => {
  const { x, filter, bias } = given.inputs;
  const info = infoOf(given, x!.shape as ImageShape, filter!.shape as ImageShape); // tfjs checked their ranks
  if (suitsWinograd(info)) return winogradForward(given, info, relu);
  const frame = bareOr(frameOf(info), info.inHeight, info.inWidth);
  const image = frame.fh * frame.fw * info.inChannels;
  const group = groupOf(info.batchSize, image, info.inShape);
  const k = info.filterHeight * info.filterWidth * info.inChannels;
  const places = group * info.outHeight * info.outWidth;
  const sizes = [
    group * image,
    packOf(k, info.outChannels),
    2 * places + info.filterHeight * info.filterWidth,
  ] as const;
  const out = empty(given.backend, info.outShape, "float32");
  const numbers = [...numbersOf(info, group, frame), relu ? 1 : 0];
  return run(given, "convolution", [[x, filter, bias], out], sizes, numbers);
};

const towardsInput = (given: Given, inputShape: ImageShape): TensorInfo => {
  const { dy, filter, y } = given.inputs;
  const info = infoOf(given, inputShape, filter!.shape as ImageShape); // as above
  if (suitsWinograd(info)) return winogradInput(given, info, inputShape);
  const { top: padTop, left: padLeft } = info.padInfo;
  const whole = gradientFrameOf(info);
  // what relu had set to 0 is left out on the way into a frame
  const frame = y === undefined ? bareOr(whole, info.outHeight, info.outWidth) : whole;
  const image = frame.fh * frame.fw * info.outChannels;
  const group = groupOf(info.batchSize, image, info.outShape);
  const taps = info.filterHeight * info.filterWidth;
  const sizes = [
    group * image,
    packOf(taps * info.outChannels, info.inChannels),
    2 * group * info.inHeight * info.inWidth + taps,
  ] as const;
  const out = empty(given.backend, inputShape, "float32");
  const numbers = [...numbersOf(info, group, frame), padTop, padLeft];
  return run(given, "convolutionInput", [[dy, filter, y], out], sizes, numbers);
};

const towardsFilter = (given: Given, filterShape: ImageShape): TensorInfo => {
  const { x, dy, y } = given.inputs;
  const info = infoOf(given, x!.shape as ImageShape, filterShape); // as above
  if (suitsWinograd(info)) return winogradFilter(given, info, filterShape);
  const frame = bareOr(frameOf(info), info.inHeight, info.inWidth);
  const image = frame.fh * frame.fw * info.inChannels;
  const group = groupOf(info.batchSize, image, info.inShape);
  const k = info.filterHeight * info.filterWidth * info.inChannels;
  const lines = Math.max(1, Math.min(group * info.outHeight, Math.floor(pixels / info.outWidth)));
  const sizes = [
    group * image,
    packOf(lines * info.outWidth, info.outChannels),
    2 * k + group * info.outHeight,
  ] as const;
  const out = empty(given.backend, filterShape, "float32");
  const numbers = [...numbersOf(info, group, frame), lines];
  return run(given, "convolutionFilter", [[x, dy, y], out], sizes, numbers);
};

/**
 * Convolutions of [batch, height, width, channels] and their gradients: those of tfjs, which take dilations here too,
 * and ours, with bias and relu, whose gradients leave out what relu had set to 0.
 */
export const convolution: ReadonlyArray<KernelConfig> = [
  wasmKernel("Conv2D", (given) => forward(given, false)),
  wasmKernel("Conv2dAffine_attune", (given) => forward(given, given.attrs.relu === true)),
  // tfjs and our gradients pass these shapes
  ...["Conv2DBackpropInput", "Conv2dInput_attune"].map((name) =>
    wasmKernel(name, (given) => towardsInput(given, given.attrs.inputShape as ImageShape)),
  ),
  ...["Conv2DBackpropFilter", "Conv2dFilter_attune"].map((name) =>
    wasmKernel(name, (given) => towardsFilter(given, given.attrs.filterShape as ImageShape)),
  ),
  wasmKernel("BiasGradient_attune", ({ backend, inputs }) => {
    const { dy, y } = inputs;
    const channels = dy!.shape.at(-1)!;
    const out = empty(backend, [channels], "float32");
    const rows = sizeOf(dy!.shape.slice(0, -1));
    const [kernel, reads] = y === undefined ? ["biasGradient", [dy!]] : ["biasReluGradient", [dy!, y]];
    backend.scratch(2 * channels + 8, (totals) =>
      backend.call(kernel, reads.map(blockOf), [blockOf(out), totals], [rows, channels]),
    );
    return out;
  }),
];
