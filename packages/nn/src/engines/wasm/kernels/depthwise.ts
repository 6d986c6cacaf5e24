import type { backend_util, KernelConfig, TensorInfo } from "@tensorflow/tfjs-core";
import { blockOf, empty, type Given, wasmKernel } from "../wasmKernel.ts";
import { type Frame, frameOf, gradientFrameOf, type ImageShape, infoOf } from "./imageSizes.ts";

type Info = backend_util.Conv2DInfo;

/** `frame` and `lines`: what the kernel works in, one image at a time, and lines of all channels besides. */
const run = (
  { backend }: Given,
  kernel: string,
  [reads, out]: readonly [ReadonlyArray<TensorInfo | undefined>, TensorInfo],
  info: Info,
  [frame, lines]: readonly [Frame, number],
  more: ReadonlyArray<number> = [],
): TensorInfo => {
  const deep = Math.ceil(info.outChannels / 4) * 4;
  const taps = info.filterHeight * info.filterWidth;
  const numbers = [
    ...[info.batchSize, info.inHeight, info.inWidth, info.inChannels, info.outChannels / info.inChannels],
    ...[info.outHeight, info.outWidth, info.filterHeight, info.filterWidth],
    ...[info.strideHeight, info.strideWidth, info.dilationHeight, info.dilationWidth],
    ...[frame.fh, frame.fw, frame.top, frame.left, ...more],
  ];
  const blocks = reads.map((tensor) => tensor && blockOf(tensor));
  backend.scratch(frame.fh * frame.fw * deep, (images) =>
    backend.scratch(lines * deep + taps, (work) =>
      backend.call(kernel, blocks, [blockOf(out), images, work], numbers),
    ),
  );
  return out;
};

const forward = (given: Given, relu: boolean): TensorInfo => {
  const { x, filter, bias } = given.inputs;
  const info = infoOf(given, x!.shape as ImageShape, filter!.shape as ImageShape, true); // tfjs checked their ranks
  const out = empty(given.backend, info.outShape, "float32");
  const lines = info.filterHeight * info.filterWidth + 1;
  return run(given, "depthwise", [[x, filter, bias], out], info, [frameOf(info), lines], [relu ? 1 : 0]);
};

const towardsInput = (given: Given, inputShape: ImageShape): TensorInfo => {
  const { dy, filter, y } = given.inputs;
  const info = infoOf(given, inputShape, filter!.shape as ImageShape, true); // as above
  const out = empty(given.backend, inputShape, "float32");
  const lines = info.filterHeight * info.filterWidth + 1 + info.inWidth;
  const { top, left } = info.padInfo;
  const room = [gradientFrameOf(info), lines] as const;
  return run(given, "depthwiseInput", [[dy, filter, y], out], info, room, [top, left]);
};

const towardsFilter = (given: Given, filterShape: ImageShape): TensorInfo => {
  const { x, dy, y } = given.inputs;
  const info = infoOf(given, x!.shape as ImageShape, filterShape, true); // as above
  const out = empty(given.backend, filterShape, "float32");
  const lines = info.outHeight * info.outWidth + info.filterHeight * info.filterWidth;
  return run(given, "depthwiseFilter", [[x, dy, y], out], info, [frameOf(info), lines]);
};

/** As in `convolution.ts`, of every channel with filters of its own. */
export const depthwise: ReadonlyArray<KernelConfig> = [
  wasmKernel("DepthwiseConv2dNative", (given) => forward(given, false)),
  wasmKernel("DepthwiseAffine_attune", (given) => forward(given, given.attrs.relu === true)),
  // tfjs and our gradients pass these shapes
  ...["DepthwiseConv2dNativeBackpropInput", "DepthwiseInput_attune"].map((name) =>
    wasmKernel(name, (given) => towardsInput(given, given.attrs.inputShape as ImageShape)),
  ),
  ...["DepthwiseConv2dNativeBackpropFilter", "DepthwiseFilter_attune"].map((name) =>
    wasmKernel(name, (given) => towardsFilter(given, given.attrs.filterShape as ImageShape)),
  ),
];
