import type { backend_util, TensorInfo } from "@tensorflow/tfjs-core";
import { blockOf, empty, type Given } from "../wasmKernel.ts";
import { gradientFrameOf, type ImageShape } from "./imageSizes.ts";

/** Numbers of the transformed images and products that are worked on at once: they stay in the second cache. */
const CACHED = 3 << 16;
/** Elements of a transformed tile. */
const ELEMENTS = 36;
/** Numbers past each element, that they may start at places that suit the cache. */
const GAP = 1040;
/** Room for a tile and what stands beside it. */
const SPARE = 448;

const tilesOf = (height: number, width: number): number => Math.ceil(height / 4) * Math.ceil(width / 4);

/**
 * Whether Winograd's algorithm makes the products, by the sizes alone: 3 × 3 without strides and dilation, channels by
 * sixteens, tiles of 4 × 4 that are filled well, and margins of two at most: past them the gradient towards the input
 * starts inside the output's, where its frame cannot. See `assembly/winograd.ts`.
 */
export const suitsWinograd = (info: backend_util.Conv2DInfo): boolean => {
  const threes = [info.filterHeight, info.filterWidth].every((length) => length === 3);
  const steps = [info.strideHeight, info.strideWidth, info.dilationHeight, info.dilationWidth];
  const fills = (height: number, width: number) => height * width >= 10 * tilesOf(height, width);
  return (
    threes &&
    steps.every((step) => step === 1) &&
    [info.padInfo.top, info.padInfo.left].every((margin) => margin <= 2) &&
    [info.inChannels, info.outChannels].every((channels) => channels > 0 && channels % 16 === 0) &&
    fills(info.outHeight, info.outWidth) &&
    fills(info.inHeight, info.inWidth)
  );
};

interface Pass {
  readonly batch: number;
  readonly h: number;
  readonly w: number;
  readonly cin: number;
  readonly oh: number;
  readonly ow: number;
  readonly cout: number;
  readonly top: number;
  readonly left: number;
}

const sizesOf = ({ batch, cin, oh, ow, cout }: Pass) => {
  const tiles = tilesOf(oh, ow);
  const group = Math.max(1, Math.min(batch, Math.floor(CACHED / ELEMENTS / (cin + cout) / tiles)));
  const rows = group * tiles;
  const [th, tw] = [Math.ceil(oh / 4), Math.ceil(ow / 4)];
  return {
    group,
    frames: group * (4 * th + 2) * (4 * tw + 2) * cin,
    gradientFrames: 16 * rows * cout,
    values: ELEMENTS * (rows * cin + GAP),
    products: ELEMENTS * (rows * cout + GAP),
  };
};

const numbersOf = (pass: Pass, group: number): ReadonlyArray<number> => [
  ...[pass.batch, group, pass.h, pass.w, pass.cin, pass.oh, pass.ow, pass.cout, pass.top, pass.left],
];

const run = (
  { backend }: Given,
  kernel: string,
  [reads, out]: readonly [ReadonlyArray<TensorInfo | undefined>, TensorInfo],
  room: ReadonlyArray<number>,
  numbers: ReadonlyArray<number>,
): TensorInfo => {
  const own = room.map((size) => backend.make("float32", size));
  const blocks = reads.map((tensor) => tensor && blockOf(tensor));
  backend.call(kernel, blocks, [blockOf(out), ...own], numbers);
  for (const block of own) backend.disposeData(block);
  return out;
};

const convolve = (
  given: Given,
  reads: ReadonlyArray<TensorInfo | undefined>,
  out: TensorInfo,
  pass: Pass,
  turned: boolean,
  relu: boolean,
): TensorInfo => {
  const { group, frames, values, products } = sizesOf(pass);
  const room = [frames, (ELEMENTS + 9) * pass.cin * pass.cout, values, products, SPARE];
  return run(given, "winograd", [reads, out], room, [
    ...numbersOf(pass, group),
    turned ? 1 : 0,
    relu ? 1 : 0,
  ]);
};

const passOf = (info: backend_util.Conv2DInfo): Pass => ({
  batch: info.batchSize,
  h: info.inHeight,
  w: info.inWidth,
  cin: info.inChannels,
  oh: info.outHeight,
  ow: info.outWidth,
  cout: info.outChannels,
  top: info.padInfo.top,
  left: info.padInfo.left,
});

export const winogradForward = (given: Given, info: backend_util.Conv2DInfo, relu: boolean): TensorInfo => {
  const { x, filter, bias } = given.inputs;
  const out = empty(given.backend, info.outShape, "float32");
  return convolve(given, [x, undefined, filter, bias], out, passOf(info), false, relu);
};

export const winogradInput = (
  given: Given,
  info: backend_util.Conv2DInfo,
  inputShape: ImageShape,
): TensorInfo => {
  const { dy, filter, y } = given.inputs;
  const { top, left } = gradientFrameOf(info);
  const forward = passOf(info);
  const pass = {
    ...{ batch: forward.batch, h: forward.oh, w: forward.ow, cin: forward.cout },
    ...{ oh: forward.h, ow: forward.w, cout: forward.cin, top, left },
  };
  const out = empty(given.backend, inputShape, "float32");
  return convolve(given, [dy, y, filter, undefined], out, pass, true, false);
};

export const winogradFilter = (
  given: Given,
  info: backend_util.Conv2DInfo,
  filterShape: ImageShape,
): TensorInfo => {
  const { x, dy, y } = given.inputs;
  const pass = passOf(info);
  const { group, frames, gradientFrames, values, products } = sizesOf(pass);
  const room = [frames, gradientFrames, ELEMENTS * pass.cin * pass.cout, values, products, SPARE];
  const out = empty(given.backend, filterShape, "float32");
  return run(given, "winogradFilter", [[x, dy, y], out], room, numbersOf(pass, group));
};
