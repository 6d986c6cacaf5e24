import type { KernelConfig } from "@tensorflow/tfjs-core";
import { blockOf, empty, wasmKernel } from "../wasmKernel.ts";

/** What the kernels need for their sums. */
const scratchOf = (columns: number): number => 4 * columns + 8;

/** Normalization of columns, with its gradient: see `batchNorm`. */
export const normalization: ReadonlyArray<KernelConfig> = [
  wasmKernel("BatchNorm_attune", ({ backend, inputs, attrs }) => {
    const [x, scale, shift] = [inputs.x!, inputs.scale!, inputs.shift!];
    const [rows, columns] = x.shape as [number, number]; // by contract
    const outs = [x.shape, [columns], [columns]].map((shape) => empty(backend, shape, "float32"));
    const reads = [x, scale, shift].map(blockOf);
    const numbers = [rows, columns, attrs.epsilon as number]; // as batchNorm passes it
    backend.scratch(scratchOf(columns), (sums) =>
      backend.call("batchNorm", reads, [...outs.map(blockOf), sums], numbers),
    );
    return outs;
  }),
  wasmKernel("BatchNormGradient_attune", ({ backend, inputs, attrs }) => {
    const [dy, x, scale, mean, variance] = [
      inputs.dy!,
      inputs.x!,
      inputs.scale!,
      inputs.mean!,
      inputs.variance!,
    ];
    const [rows, columns] = x.shape as [number, number]; // by contract
    const outs = [x.shape, [columns], [columns]].map((shape) => empty(backend, shape, "float32"));
    const reads = [dy, x, scale, mean, variance].map(blockOf);
    const numbers = [rows, columns, attrs.epsilon as number]; // as its caller passes it
    backend.scratch(scratchOf(columns), (sums) =>
      backend.call("batchNormGradient", reads, [...outs.map(blockOf), sums], numbers),
    );
    return outs;
  }),
];
