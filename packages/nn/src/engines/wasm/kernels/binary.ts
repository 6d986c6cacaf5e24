import { broadcast_util, type DataType, type KernelConfig } from "@tensorflow/tfjs-core";
import { stridesOf, walk } from "../strides.ts";
import { blockOf, empty, wasmKernel } from "../wasmKernel.ts";

/** Name in tfjs → in `assembly/binary.ts`, and whether there is one for int32, named with `Int`. */
const arithmetic: Readonly<Record<string, readonly [string, boolean]>> = {
  Add: ["add", true],
  Sub: ["sub", true],
  Multiply: ["multiply", true],
  RealDiv: ["divide", false],
  Maximum: ["maximum", true],
  Minimum: ["minimum", true],
  SquaredDifference: ["squaredDifference", false],
};

const comparisons: Readonly<Record<string, readonly [string, boolean]>> = {
  Greater: ["greater", true],
  GreaterEqual: ["greaterEqual", true],
  Less: ["less", true],
  LessEqual: ["lessEqual", true],
  Equal: ["equal", true],
  NotEqual: ["notEqual", true],
};

const kernelOf = (
  kernelName: string,
  [kernel, integers]: readonly [string, boolean],
  result?: DataType,
): KernelConfig =>
  wasmKernel(kernelName, ({ backend, inputs }) => {
    const [a, b] = [inputs.a!, inputs.b!];
    const whole = a.dtype !== "float32";
    if (a.dtype !== b.dtype || (whole && !integers)) {
      throw new Error(`${kernelName} of ${a.dtype} and ${b.dtype}: the engine wasm has it for float32 only`);
    }
    const shape = broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
    const rank = shape.length;
    const { lengths, strides } = walk(kernelName, shape, [
      stridesOf(a.shape, rank),
      stridesOf(b.shape, rank),
    ]);
    const out = empty(backend, shape, result ?? a.dtype);
    const numbers = [...lengths, ...strides.flat()];
    backend.call(whole ? `${kernel}Int` : kernel, [blockOf(a), blockOf(b)], [blockOf(out)], numbers);
    return out;
  });

/** Functions of two tensors of one type, with broadcasting. */
export const binary: ReadonlyArray<KernelConfig> = [
  ...Object.entries(arithmetic).map(([name, kernel]) => kernelOf(name, kernel)),
  ...Object.entries(comparisons).map(([name, kernel]) => kernelOf(name, kernel, "bool")),
  wasmKernel("AddN", ({ backend, inputs }) => {
    // an array for this kernel alone: its names are its places
    const [first, ...rest] = Object.values(inputs);
    const size = blockOf(first!).size;
    let sum = first!;
    for (const [at, next] of rest.entries()) {
      const out = empty(backend, first!.shape, first!.dtype);
      const numbers = [1, 1, 1, size, 0, 0, 0, 1, 0, 0, 0, 1];
      backend.call(
        first!.dtype === "float32" ? "add" : "addInt",
        [blockOf(sum), blockOf(next)],
        [blockOf(out)],
        numbers,
      );
      if (at > 0) backend.disposeData(sum.dataId);
      sum = out;
    }
    if (rest.length === 0) backend.incRef(sum.dataId);
    return sum;
  }),
];
