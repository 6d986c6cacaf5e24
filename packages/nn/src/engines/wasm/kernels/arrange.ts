import type { DataType, KernelConfig, TensorInfo } from "@tensorflow/tfjs-core";
import { stridesOf, walk } from "../strides.ts";
import type { WasmBackend } from "../WasmBackend.ts";
import { blockOf, empty, sharing, sizeOf, wasmKernel } from "../wasmKernel.ts";

const bits = new DataView(new ArrayBuffer(4));

/** The 4 bytes of a number, as an int32. */
const bitsOf = (value: number, dtype: DataType): number => {
  if (dtype === "float32") bits.setFloat32(0, value);
  else bits.setInt32(0, value);
  return bits.getInt32(0);
};

/** A tensor that holds `value` everywhere. */
export const filled = (backend: WasmBackend, shape: number[], dtype: DataType, value: number): TensorInfo => {
  const out = empty(backend, shape, dtype);
  backend.call("fill", [], [blockOf(out)], [bitsOf(value, dtype), sizeOf(shape)]);
  return out;
};

/** x with its axes in the order of `permutation`. */
export const transposed = (
  backend: WasmBackend,
  x: TensorInfo,
  permutation: ReadonlyArray<number>,
): TensorInfo => {
  const shape = permutation.map((axis) => x.shape[axis]!);
  const own = stridesOf(x.shape);
  const { lengths, strides } = walk("Transpose", shape, [permutation.map((axis) => own[axis]!)]);
  const out = empty(backend, shape, x.dtype);
  backend.call("rearrange", [blockOf(x)], [blockOf(out)], [0, ...lengths, ...strides.flat()]);
  return out;
};

const conversions: Readonly<Record<string, string>> = {
  "int32 float32": "toFloat",
  "bool float32": "toFloat",
  "float32 int32": "toInt",
  "float32 bool": "toBool",
  "int32 bool": "intToBool",
  "bool int32": "copy",
};

/** A copy of x as another type; x itself where it is of this type. */
export const converted = (backend: WasmBackend, x: TensorInfo, dtype: DataType): TensorInfo => {
  if (x.dtype === dtype) return sharing(backend, x, x.shape);
  const out = empty(backend, x.shape, dtype);
  backend.call(conversions[`${x.dtype} ${dtype}`]!, [blockOf(x)], [blockOf(out)], [sizeOf(x.shape)]);
  return out;
};

/** Kernels that move or make numbers and compute none. */
export const arrange: ReadonlyArray<KernelConfig> = [
  wasmKernel("Identity", ({ backend, inputs }) => sharing(backend, inputs.x!, inputs.x!.shape)),
  wasmKernel("Reshape", ({ backend, inputs, attrs }) => {
    const x = inputs.x!;
    const shape = attrs.shape as number[]; // tfjs: lengths, one of them -1 at most
    const known = shape.reduce((product, length) => (length === -1 ? product : product * length), 1);
    return sharing(
      backend,
      x,
      shape.map((length) => (length === -1 ? sizeOf(x.shape) / known : length)),
    );
  }),
  // the attributes are as tfjs documents them for each kernel
  wasmKernel("Cast", ({ backend, inputs, attrs }) => converted(backend, inputs.x!, attrs.dtype as DataType)),
  wasmKernel("Fill", ({ backend, attrs }) => {
    const value = attrs.value as number;
    return filled(backend, attrs.shape as number[], (attrs.dtype as DataType) ?? "float32", value);
  }),
  wasmKernel("ZerosLike", ({ backend, inputs }) => filled(backend, inputs.x!.shape, inputs.x!.dtype, 0)),
  wasmKernel("OnesLike", ({ backend, inputs }) => filled(backend, inputs.x!.shape, inputs.x!.dtype, 1)),
  wasmKernel("Transpose", ({ backend, inputs, attrs }) =>
    transposed(backend, inputs.x!, attrs.perm as number[]),
  ),
  wasmKernel("OneHot", ({ backend, inputs, attrs }) => {
    const indices = inputs.indices!;
    const depth = attrs.depth as number;
    const dtype = (attrs.dtype as DataType) ?? "int32";
    const out = empty(backend, [...indices.shape, depth], dtype);
    const on = bitsOf(attrs.onValue as number, dtype);
    const off = bitsOf(attrs.offValue as number, dtype);
    backend.call("oneHot", [blockOf(indices)], [blockOf(out)], [sizeOf(indices.shape), depth, on, off]);
    return out;
  }),
  wasmKernel("Select", ({ backend, inputs }) => {
    const [condition, t, e] = [inputs.condition!, inputs.t!, inputs.e!];
    if (sizeOf(condition.shape) !== sizeOf(t.shape)) {
      throw new Error("Select: the engine wasm has it for a condition of the values' own shape only");
    }
    const out = empty(backend, t.shape, t.dtype);
    const size = sizeOf(t.shape);
    backend.call("select", [blockOf(condition), blockOf(t), blockOf(e)], [blockOf(out)], [size]);
    return out;
  }),
];
