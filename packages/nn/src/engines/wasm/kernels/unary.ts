import type { KernelConfig } from "@tensorflow/tfjs-core";
import { blockOf, empty, sizeOf, wasmKernel } from "../wasmKernel.ts";

/** Name in tfjs → in `assembly/unary.ts`. */
const names: Readonly<Record<string, string>> = {
  Abs: "abs",
  Erf: "erf",
  Exp: "exp",
  Expm1: "expm1",
  Log: "log",
  Log1p: "log1p",
  Neg: "neg",
  Relu: "relu",
  Rsqrt: "rsqrt",
  Sigmoid: "sigmoid",
  Sign: "sign",
  Sqrt: "sqrt",
  Square: "square",
  Step: "step",
  Tanh: "tanh",
};

/** Functions of one float32 tensor, element by element. */
export const unary: ReadonlyArray<KernelConfig> = Object.entries(names).map(([kernelName, kernel]) =>
  wasmKernel(kernelName, ({ backend, inputs, attrs }) => {
    const x = inputs.x!;
    if (x.dtype !== "float32") {
      throw new Error(`${kernelName} of ${x.dtype}: the engine wasm has it for float32 only`);
    }
    if (kernelName === "Step" && attrs.alpha !== undefined && attrs.alpha !== 0) {
      throw new Error("Step: the engine wasm has it with alpha 0 only");
    }
    const out = empty(backend, x.shape, x.dtype);
    backend.call(kernel, [blockOf(x)], [blockOf(out)], [sizeOf(x.shape)]);
    return out;
  }),
);
