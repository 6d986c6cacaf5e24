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
  if (width === 1) {
    for (let at = 0; at < indices.length; at++) to[at] = from[indices[at]!]!;
    return to;
  }
  for (let at = 0; at < indices.length; at++) {
    const start = indices[at]! * width;
    // a view costs as much as some thirty numbers
    if (width > 32) to.set(from.subarray(start, start + width), at * width);
    else for (let j = 0; j < width; j++) to[at * width + j] = from[start + j]!;
  }
  return to;
};

/** The inputs of the examples at `indices`, written to `into`. */
export const gatherInputs = ({ inputs }: Slice, indices: Int32Array, into: Float32Array): Float32Array =>
  pick(inputs, into, indices);

/** Inputs of an example below which a loop is the quickest. */
const NARROW = 8;
/** Most examples a view of which is kept: some 10 MB of them. */
const KEPT = 2 ** 16;

/** `gatherInputs` of one slice, for many batches: to make the view of an example costs more than to copy it. */
export const inputsGatherer = (slice: Slice): ((indices: Int32Array, into: Float32Array) => void) => {
  const { inputs, size } = slice;
  const width = inputs.length / size;
  if (width < NARROW || size > KEPT) return (indices, into) => void gatherInputs(slice, indices, into);
  const examples = Array.from({ length: size }, (_, row) => inputs.subarray(row * width, (row + 1) * width));
  return (indices, into) => {
    for (let at = 0; at < indices.length; at++) into.set(examples[indices[at]!]!, at * width);
  };
};

/** Their targets, written to `into`, which is of the targets' type. */
export const gatherTargets = <A extends Int32Array | Float32Array>(
  { labels, values }: Slice,
  indices: Int32Array,
  into: A,
): A => pick<Int32Array | Float32Array>((labels ?? values)!, into, indices) as A; // `into` itself

/** The examples of `slice` at `indices`. */
export const gather = (slice: Slice, indices: Int32Array): Batch => {
  const width = slice.inputs.length / slice.size;
  const count = indices.length;
  return {
    inputs: gatherInputs(slice, indices, new Float32Array(count * width)),
    targets:
      slice.labels === undefined
        ? gatherTargets(slice, indices, new Float32Array(count * slice.targetWidth))
        : gatherTargets(slice, indices, new Int32Array(count)),
  };
};
