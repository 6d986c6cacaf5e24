/** Kernels of tfjs on this backend. */
import type { Attribute, KernelConfig, TensorInfo } from "@tensorflow/tfjs-core";
import { Block, kindOf } from "./Block.ts";
import type { WasmBackend } from "./WasmBackend.ts";

export interface Given {
  readonly backend: WasmBackend;
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  readonly attrs: Readonly<Record<string, Attribute>>;
}

/** A kernel registered for the backend `wasm`; `run` makes its outputs. */
export const wasmKernel = (
  kernelName: string,
  run: (given: Given) => TensorInfo | TensorInfo[],
): KernelConfig => ({
  kernelName,
  backendName: "wasm",
  // tfjs types neither of these more closely: the backend this is registered for, and named tensors and settings
  kernelFunc: ({ inputs, attrs, backend }) =>
    run({
      backend: backend as WasmBackend,
      inputs: inputs as Given["inputs"],
      attrs: (attrs ?? {}) as Given["attrs"],
    }),
});

/** Throws where the tensor was made while another engine was the current one. */
export const blockOf = ({ dataId }: TensorInfo): Block => {
  if (dataId instanceof Block) return dataId;
  throw new Error("this tensor was made on another engine than wasm: upload its values again");
};

export const sizeOf = (shape: ReadonlyArray<number>): number =>
  shape.reduce((product, length) => product * length, 1);

/** A new tensor of unknown content. */
export const empty = (
  backend: WasmBackend,
  shape: ReadonlyArray<number>,
  dtype: TensorInfo["dtype"],
): TensorInfo => ({ dataId: backend.make(kindOf(dtype), sizeOf(shape)), shape: [...shape], dtype });

/** The same values under another shape. */
export const sharing = (backend: WasmBackend, { dataId, dtype }: TensorInfo, shape: number[]): TensorInfo => {
  backend.incRef(dataId);
  return { dataId, shape, dtype };
};
