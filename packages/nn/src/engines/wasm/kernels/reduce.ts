import { type KernelConfig, type TensorInfo, util } from "@tensorflow/tfjs-core";
import type { WasmBackend } from "../WasmBackend.ts";
import { blockOf, empty, type Given, sizeOf, wasmKernel } from "../wasmKernel.ts";
import { converted, transposed } from "./arrange.ts";

interface Lines {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
}

/** x [outer, length, inner], where the axes stand side by side. */
const linesOf = (shape: ReadonlyArray<number>, axes: ReadonlyArray<number>): Lines | undefined => {
  const reduced = (axis: number): boolean => axes.includes(axis);
  const matter = shape.flatMap((length, axis) => (length === 1 ? [] : [axis]));
  const first = matter.findIndex(reduced);
  const last = matter.findLastIndex(reduced);
  if (first === -1) return { outer: sizeOf(shape), length: 1, inner: 1 };
  if (!matter.slice(first, last + 1).every(reduced)) return undefined;
  const product = (from: ReadonlyArray<number>) => sizeOf(from.map((axis) => shape[axis]!));
  return {
    outer: product(matter.slice(0, first)),
    length: product(matter.slice(first, last + 1)),
    inner: product(matter.slice(last + 1)),
  };
};

/** Calls `run` on x, its axes moved to the end if they are apart, and gives a tensor of what is left. */
const reduced = (
  { inputs, attrs, backend }: Given,
  dtype: TensorInfo["dtype"],
  run: (x: TensorInfo, out: TensorInfo, lines: Lines) => void,
): TensorInfo => {
  const x = inputs.x!;
  // tfjs: `Max` calls them reductionIndices
  const axes = util.parseAxisParam((attrs.axis ?? attrs.reductionIndices) as number | number[], x.shape);
  const kept = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const left =
    attrs.keepDims === true
      ? x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length))
      : kept.map((axis) => x.shape[axis]!);
  const out = empty(backend, left, dtype);
  const lines = linesOf(x.shape, axes);
  if (lines !== undefined) {
    run(x, out, lines);
    return out;
  }
  const moved = transposed(backend, x, [...kept, ...axes]);
  const length = sizeOf(axes.map((axis) => x.shape[axis]!));
  run(moved, out, { outer: sizeOf(left), length, inner: 1 });
  backend.disposeData(moved.dataId);
  return out;
};

const call =
  (
    backend: WasmBackend,
    kernel: string,
    numbers: ReadonlyArray<number> = [],
  ): ((x: TensorInfo, out: TensorInfo, lines: Lines) => void) =>
  (x, out, { outer, length, inner }) =>
    backend.call(kernel, [blockOf(x)], [blockOf(out)], [outer, length, inner, ...numbers]);

const floatsOnly = (name: string, { inputs }: Given): void => {
  const { dtype } = inputs.x!;
  if (dtype !== "float32") throw new Error(`${name} of ${dtype}: the engine wasm has it for float32 only`);
};

const kernelOf = (name: string, kernel: string, dtype: TensorInfo["dtype"]): KernelConfig =>
  wasmKernel(name, (given) => {
    floatsOnly(name, given);
    return reduced(given, dtype, call(given.backend, kernel));
  });

const sumOf = (given: Given): TensorInfo => reduced(given, "float32", call(given.backend, "sum", [1]));

/** Reductions over any axes. */
export const reduce: ReadonlyArray<KernelConfig> = [
  wasmKernel("Sum", (given) => {
    const { backend } = given;
    const x = given.inputs.x!;
    if (x.dtype === "float32") return sumOf(given);
    const floats = converted(backend, x, "float32");
    const sum = sumOf({ ...given, inputs: { x: floats } });
    const out = converted(backend, sum, "int32");
    backend.disposeData(floats.dataId);
    backend.disposeData(sum.dataId);
    return out;
  }),
  wasmKernel("Mean", (given) => {
    floatsOnly("Mean", given);
    return reduced(given, "float32", (x, out, lines) =>
      call(given.backend, "sum", [1 / lines.length])(x, out, lines),
    );
  }),
  kernelOf("Max", "largest", "float32"),
  kernelOf("Min", "smallest", "float32"),
  kernelOf("ArgMax", "argMax", "int32"),
];
