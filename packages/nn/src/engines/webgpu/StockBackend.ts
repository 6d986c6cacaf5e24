import type { BackendValues, DataType, KernelBackend } from "@tensorflow/tfjs-core";
import type { Buffer } from "./Dawn.ts";

/** What is used of `WebGPUBackend` of `@tensorflow/tfjs-backend-webgpu` 4.22. */
export interface StockBackend extends KernelBackend {
  readonly tensorMap: {
    readonly get: (dataId: object) => {
      /** In memory: not uploaded yet, or read already. */
      readonly values?: BackendValues | null;
      readonly dtype: DataType;
      readonly resource?: Buffer | null;
    };
  };
  readonly bufferManager: {
    readonly acquireBuffer: (size: number, usage: number) => Buffer;
    readonly releaseBuffer: (buffer: Buffer) => void;
  };
  readonly commandEncoder: {
    readonly copyBufferToBuffer: (from: Buffer, start: number, to: Buffer, at: number, size: number) => void;
  };
  readonly ensureCommandEncoderReady: () => void;
  readonly endComputePassEncoder: () => void;
  readonly submitQueue: () => void;
  readonly convertAndCacheOnCPU: (dataId: object, values: BackendValues) => BackendValues;
}
