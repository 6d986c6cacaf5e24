import type { Slice } from "./prepare.ts";
import { permutation, stream } from "./Random.ts";

/**
 * Indices of each batch of an epoch: every example once, in an order of (seed, epoch), purpose `train/order`. The
 * last, smaller batch is kept.
 */
export const batchOrder = (
  seed: number,
  epoch: number,
  size: number,
  batchSize: number,
): ReadonlyArray<Int32Array> => {
  const order = permutation(stream(seed, "train/order"), size, epoch);
  return Array.from({ length: Math.ceil(size / batchSize) }, (_, batch) =>
    order.subarray(batch * batchSize, (batch + 1) * batchSize),
  );
};

export interface Batch {
  /** [indices, ...inputShape] */
  readonly inputs: Float32Array;
  /** int32 [indices] class indices, or float32 [indices, targetWidth]. */
  readonly targets: Int32Array | Float32Array;
}

const pick = <A extends Int32Array | Float32Array>(from: A, to: A, indices: Int32Array): A => {
  const width = to.length / indices.length;
  for (let at = 0; at < indices.length; at++) {
    const start = indices[at]! * width;
    to.set(from.subarray(start, start + width), at * width);
  }
  return to;
};

/** The examples of `slice` at `indices`. */
export const gather = (slice: Slice, indices: Int32Array): Batch => {
  const width = slice.inputs.length / slice.size;
  return {
    inputs: pick(slice.inputs, new Float32Array(indices.length * width), indices),
    targets:
      slice.labels === undefined
        ? pick(slice.values!, new Float32Array(indices.length * slice.targetWidth), indices)
        : pick(slice.labels, new Int32Array(indices.length), indices),
  };
};
