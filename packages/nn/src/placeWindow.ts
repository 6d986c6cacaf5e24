/** Where a window that goes over pictures stands, or why it cannot. */
import { reshape, type Tensor } from "@tensorflow/tfjs-core";
import type { LayerProblem } from "./Layer.ts";
import { bothOf, type Lengths } from "./windowSettings.ts";

/** [height, width, channels]; a shape of two lengths is one channel. */
export type Picture = readonly [height: number, width: number, channels: number];

export const pictureOf = (shape: ReadonlyArray<number>): Picture | LayerProblem => {
  const [height, width, channels = 1, ...more] = shape;
  if (height === undefined || width === undefined || more.length > 0) {
    return {
      problem: `expected pictures, [height, width, channels], received examples of [${shape.join(", ")}]`,
      remedy: "give the layer pictures: nothing that flattens them may stand before it",
    };
  }
  return [height, width, channels];
};

/** [batch, height, width] → [batch, height, width, 1]; four axes stay as they are. */
export const asPictures = (input: Tensor): Tensor =>
  input.rank === 4 ? input : reshape(input, [...input.shape, 1]);

export interface Window {
  readonly size: Lengths;
  readonly stride: Lengths;
  readonly padding: "same" | "valid";
  readonly dilation?: Lengths;
}

export interface Placed {
  readonly channels: number;
  /** Places of the window: [height, width] of the output. */
  readonly places: readonly [number, number];
}

/**
 * Along one axis `same` has ⌈length / stride⌉ places and `valid` ⌈(length − (size − 1) · dilation) / stride⌉. A problem
 * where there is none; `path` names the window's size.
 */
export const placeWindow = (
  shape: ReadonlyArray<number>,
  { size, stride, padding, dilation = 1 }: Window,
  path: ReadonlyArray<string>,
): Placed | LayerProblem => {
  const picture = pictureOf(shape);
  if ("problem" in picture) return picture;
  const [height, width, channels] = picture;
  const [steps, gaps] = [bothOf(stride), bothOf(dilation)];
  const reach = bothOf(size).map((length, axis) => (length - 1) * gaps[axis]! + 1) as [number, number]; // of two
  if (padding === "valid" && (reach[0] > height || reach[1] > width)) {
    return {
      path,
      problem: `a window of ${reach[0]} × ${reach[1]} does not fit in pictures of ${height} × ${width}`,
      remedy: "make it smaller, or use padding: same",
    };
  }
  const places = (length: number, axis: 0 | 1): number =>
    Math.ceil((padding === "same" ? length : length - reach[axis] + 1) / steps[axis]);
  return { channels, places: [places(height, 0), places(width, 1)] };
};
