import type { Slice } from "@attune/nn";

/** Examples `start` to `end` − 1: a window on the slice, not a copy. */
export const slicePart = (slice: Slice, start: number, end: number): Slice => {
  const width = slice.inputs.length / slice.size;
  return {
    ...slice,
    size: end - start,
    inputs: slice.inputs.subarray(start * width, end * width),
    labels: slice.labels?.subarray(start, end),
    values: slice.values?.subarray(start * slice.targetWidth, end * slice.targetWidth),
  };
};

/** The first `count` examples, or all there are. */
export const head = (slice: Slice, count: number): Slice => slicePart(slice, 0, Math.min(count, slice.size));
