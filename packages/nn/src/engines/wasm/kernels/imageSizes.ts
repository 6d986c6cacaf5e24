/** Sizes of convolutions and pools of images, from the settings that tfjs gives their kernels. */
import { backend_util } from "@tensorflow/tfjs-core";
import type { Given } from "../wasmKernel.ts";

/** [batch, height, width, channels], or of a filter [height, width, channels in, channels out]. */
export type ImageShape = [number, number, number, number];

type Pair = number | [number, number];
type Padding = "same" | "valid" | number | backend_util.ExplicitPadding;
type Rounding = "floor" | "round" | "ceil";

const channelsLast = ({ dataFormat }: Given["attrs"]): void => {
  if (dataFormat !== undefined && dataFormat !== "NHWC") {
    throw new Error(`images in the format ${dataFormat}: the engine wasm has NHWC, channels last, only`);
  }
};

export const infoOf = (
  { attrs }: Given,
  inputShape: ImageShape,
  filterShape: ImageShape,
  depthwise = false,
): backend_util.Conv2DInfo => {
  channelsLast(attrs);
  // the attributes are as tfjs documents them for these kernels
  return backend_util.computeConv2DInfo(
    inputShape,
    filterShape,
    attrs.strides as Pair,
    (attrs.dilations as Pair | undefined) ?? 1,
    attrs.pad as Padding,
    attrs.dimRoundingMode as Rounding | undefined,
    depthwise,
  );
};

export const poolOf = ({ attrs }: Given, inputShape: ImageShape): backend_util.Conv2DInfo =>
  // as above
  backend_util.computePool2DInfo(
    inputShape,
    attrs.filterSize as Pair,
    attrs.strides as Pair,
    1,
    attrs.pad as Padding,
    attrs.dimRoundingMode as Rounding | undefined,
  );

export interface Frame {
  /** Height and width of an image with its margins; 0 where it needs none. */
  readonly fh: number;
  readonly fw: number;
  /** Where the image stands in it. */
  readonly top: number;
  readonly left: number;
}

/** The part of an image, with margins of zeros, that the filter sees. */
export const frameOf = (info: backend_util.Conv2DInfo): Frame => ({
  fh: (info.outHeight - 1) * info.strideHeight + info.effectiveFilterHeight,
  fw: (info.outWidth - 1) * info.strideWidth + info.effectiveFilterWidth,
  top: info.padInfo.top,
  left: info.padInfo.left,
});

/** The output's gradient with the margins that the gradient towards the input sees. */
export const gradientFrameOf = (info: backend_util.Conv2DInfo): Frame => {
  const along = (pad: number, length: number, out: number, reach: number, stride: number) => {
    const before = Math.max(0, Math.ceil((reach - pad) / stride));
    return { before, all: before + Math.max(out, Math.floor((length - 1 + pad) / stride) + 1) };
  };
  const { padInfo, effectiveFilterHeight, effectiveFilterWidth } = info;
  const rows = along(
    padInfo.top,
    info.inHeight,
    info.outHeight,
    effectiveFilterHeight - 1,
    info.strideHeight,
  );
  const columns = along(
    padInfo.left,
    info.inWidth,
    info.outWidth,
    effectiveFilterWidth - 1,
    info.strideWidth,
  );
  return { fh: rows.all, fw: columns.all, top: rows.before, left: columns.before };
};

/** The frame, or none where images of this height and width can be read where they stand. */
export const bareOr = (frame: Frame, height: number, width: number): Frame => {
  const bare = frame.top === 0 && frame.left === 0 && frame.fh <= height && frame.fw <= width;
  return bare ? { ...frame, fh: 0, fw: 0 } : frame;
};

/** Bytes that stay in the second cache beside the filter. */
const cached = 1 << 17;

/** How many images are worked on at once, of `numbers` numbers each, or where these are 0 of the shape's own. */
export const groupOf = (batch: number, numbers: number, shape: ReadonlyArray<number>): number => {
  const image = numbers === 0 ? shape.slice(1).reduce((product, length) => product * length, 1) : numbers;
  return Math.max(1, Math.min(batch, Math.floor(cached / 4 / Math.max(1, image))));
};
