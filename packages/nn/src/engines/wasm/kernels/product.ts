import type { KernelConfig, TensorInfo } from "@tensorflow/tfjs-core";
import type { WasmBackend } from "../WasmBackend.ts";
import { blockOf, empty, sizeOf, wasmKernel } from "../wasmKernel.ts";
import { packOf } from "./panels.ts";

interface Sizes {
  readonly batch: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

interface Strides {
  readonly rows: number;
  readonly columns: number;
  /** To the next product of the batch. */
  readonly next: number;
}

const multiply = (
  backend: WasmBackend,
  [a, b, bias, out]: readonly [TensorInfo, TensorInfo, TensorInfo | undefined, TensorInfo],
  { batch, m, n, k }: Sizes,
  left: Strides,
  right: Strides,
): void => {
  backend.scratch(packOf(k, n), (pack) =>
    backend.call(
      "product",
      [blockOf(a), blockOf(b), bias && blockOf(bias)],
      [blockOf(out), pack],
      [batch, m, n, k, left.rows, left.columns, right.rows, right.columns, left.next, right.next, 0],
    ),
  );
};

/** Strides of a matrix as the product sees it, transposed or not, in a batch or repeated for all of it. */
const stridesOf = ({ shape }: TensorInfo, transposed: boolean): Strides => {
  const [rows, columns] = shape.slice(-2) as [number, number]; // of two axes at least
  const next = sizeOf(shape.slice(0, -2)) === 1 ? 0 : rows * columns;
  return transposed ? { rows: 1, columns, next } : { rows: columns, columns: 1, next };
};

/** Matrix products: of batches, transposed as asked, and with a bias. */
export const product: ReadonlyArray<KernelConfig> = [
  wasmKernel("BatchMatMul", ({ backend, inputs, attrs }) => {
    const [a, b] = [inputs.a!, inputs.b!];
    const [rows, innerA] = a.shape.slice(-2) as [number, number]; // of two axes at least
    const [innerB, columns] = b.shape.slice(-2) as [number, number];
    const [transposeA, transposeB] = [attrs.transposeA === true, attrs.transposeB === true];
    const [m, k] = transposeA ? [innerA, rows] : [rows, innerA];
    const n = transposeB ? innerB : columns;
    const batches = [a, b].map(({ shape }) => shape.slice(0, -2));
    const over = sizeOf(batches[0]!) >= sizeOf(batches[1]!) ? batches[0]! : batches[1]!;
    if (batches.some((own) => sizeOf(own) !== 1 && own.join() !== over.join())) {
      throw new Error("BatchMatMul: the engine wasm repeats a single matrix only, not part of a batch");
    }
    const out = empty(backend, [...over, m, n], "float32");
    const sizes = { batch: sizeOf(over), m, n, k };
    multiply(backend, [a, b, undefined, out], sizes, stridesOf(a, transposeA), stridesOf(b, transposeB));
    return out;
  }),
  wasmKernel("Affine_attune", ({ backend, inputs }) => {
    const [x, weight, bias] = [inputs.x!, inputs.weight!, inputs.bias!];
    const [m, k] = x.shape as [number, number]; // by contract
    const n = weight.shape[1]!;
    const out = empty(backend, [m, n], "float32");
    multiply(
      backend,
      [x, weight, bias, out],
      { batch: 1, m, n, k },
      stridesOf(x, false),
      stridesOf(weight, false),
    );
    return out;
  }),
];
