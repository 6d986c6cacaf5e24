import { backend_util, type KernelConfig, slice_util, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { walk } from "../strides.ts";
import type { WasmBackend } from "../WasmBackend.ts";
import { blockOf, empty, sizeOf, wasmKernel } from "../wasmKernel.ts";
import { filled } from "./arrange.ts";

/** Row-major strides; unlike `stridesOf` not 0 for an axis of length 1, along which a part may begin further on. */
const steps = (shape: ReadonlyArray<number>): ReadonlyArray<number> =>
  shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));

const offsetOf = (shape: ReadonlyArray<number>, begin: ReadonlyArray<number>): number => {
  const strides = steps(shape);
  return begin.reduce((offset, at, axis) => offset + at * strides[axis]!, 0);
};

const part = (
  backend: WasmBackend,
  operation: string,
  x: TensorInfo,
  begin: ReadonlyArray<number>,
  size: ReadonlyArray<number>,
): TensorInfo => {
  const out = empty(backend, size, x.dtype);
  const { lengths, strides } = walk(operation, size, [steps(x.shape)]);
  const numbers = [offsetOf(x.shape, begin), ...lengths, ...strides.flat()];
  backend.call("rearrange", [blockOf(x)], [blockOf(out)], numbers);
  return out;
};

/** Slices of x along an axis, as long as `lengths` says, one after the other. */
const parts = (
  backend: WasmBackend,
  operation: string,
  x: TensorInfo,
  axis: number,
  lengths: ReadonlyArray<number>,
): TensorInfo[] => {
  let from = 0;
  return lengths.map((length) => {
    const begin = x.shape.map((_, at) => (at === axis ? from : 0));
    const size = x.shape.map((whole, at) => (at === axis ? length : whole));
    from += length;
    return part(backend, operation, x, begin, size);
  });
};

/** Tensors one after the other: each `inner` numbers long in every line of `out`. */
const joined = (
  backend: WasmBackend,
  tensors: ReadonlyArray<{ readonly tensor: TensorInfo; readonly inner: number }>,
  outer: number,
  out: TensorInfo,
): TensorInfo => {
  const line = tensors.reduce((sum, { inner }) => sum + inner, 0);
  let from = 0;
  for (const { tensor, inner } of tensors) {
    const numbers = [from, 1, 1, outer, inner, 0, 0, line, 1];
    backend.call("place", [blockOf(tensor)], [blockOf(out)], numbers);
    from += inner;
  }
  return out;
};

const axisOf = (axis: unknown, shape: ReadonlyArray<number>): number =>
  util.parseAxisParam(axis as number, [...shape])[0]!; // one, as tfjs documents it

/** Kernels that take tensors apart and put them together. */
export const join: ReadonlyArray<KernelConfig> = [
  wasmKernel("Slice", ({ backend, inputs, attrs }) => {
    const x = inputs.x!;
    const given = slice_util.parseSliceParams(x, attrs.begin as number[], attrs.size as number[]);
    const [begin, size] = given as [number[], number[]]; // tfjs: begin and size of each axis
    return part(backend, "Slice", x, begin, size);
  }),
  wasmKernel("SplitV", ({ backend, inputs, attrs }) => {
    const x = inputs.x!;
    const axis = axisOf(attrs.axis, x.shape);
    const sizes = backend_util.prepareSplitSize(
      { shape: x.shape } as Parameters<typeof backend_util.prepareSplitSize>[0], // it reads nothing else
      attrs.numOrSizeSplits as number | number[],
      axis,
    );
    return parts(backend, "SplitV", x, axis, sizes);
  }),
  wasmKernel("Unpack", ({ backend, inputs, attrs }) => {
    const value = inputs.value!;
    const axis = axisOf(attrs.axis, value.shape);
    const ones = Array<number>(value.shape[axis]!).fill(1);
    const shape = value.shape.toSpliced(axis, 1);
    return parts(backend, "Unpack", value, axis, ones).map((part) => ({ ...part, shape }));
  }),
  wasmKernel("Concat", ({ backend, inputs, attrs }) => {
    const tensors = Object.values(inputs); // an array for this kernel and for Pack: its names are its places
    const shapes = tensors.map(({ shape }) => shape);
    const axis = axisOf(attrs.axis, shapes[0]!);
    const out = empty(backend, backend_util.computeOutShape(shapes, axis), tensors[0]!.dtype);
    const lines = tensors.map((tensor) => ({ tensor, inner: sizeOf(tensor.shape.slice(axis)) }));
    return joined(backend, lines, sizeOf(out.shape.slice(0, axis)), out);
  }),
  wasmKernel("Pack", ({ backend, inputs, attrs }) => {
    const tensors = Object.values(inputs); // as above
    const axis = axisOf(attrs.axis, [tensors.length, ...tensors[0]!.shape]);
    const { shape, dtype } = tensors[0]!;
    const out = empty(backend, shape.toSpliced(axis, 0, tensors.length), dtype);
    const lines = tensors.map((tensor) => ({ tensor, inner: sizeOf(shape.slice(axis)) }));
    return joined(backend, lines, sizeOf(shape.slice(0, axis)), out);
  }),
  wasmKernel("PadV2", ({ backend, inputs, attrs }) => {
    const x = inputs.x!;
    const paddings = attrs.paddings as ReadonlyArray<readonly [number, number]>; // tfjs: of each axis
    const shape = x.shape.map((length, axis) => paddings[axis]![0] + length + paddings[axis]![1]);
    const out = filled(backend, shape, x.dtype, attrs.constantValue as number);
    const { lengths, strides } = walk("PadV2", x.shape, [steps(shape)]);
    const begin = paddings.map(([before]) => before);
    const numbers = [offsetOf(shape, begin), ...lengths, ...strides.flat()];
    backend.call("place", [blockOf(x)], [blockOf(out)], numbers);
    return out;
  }),
];
