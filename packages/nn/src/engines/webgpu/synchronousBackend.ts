/** tfjs's backend for WebGPU reads a value synchronously by way of a browser's canvas; this reads it in Node. */
import { type BackendValues, type DataType, type KernelBackend, util } from "@tensorflow/tfjs-core";
import type { Buffer } from "./Dawn.ts";
import type { OpenDevice } from "./openDevice.ts";

/** What is used of `WebGPUBackend` of `@tensorflow/tfjs-backend-webgpu` 4.22. */
export interface StockBackend extends KernelBackend {
  readonly tensorMap: {
    readonly get: (dataId: object) => {
      /** Where they are in memory: not yet uploaded, or read before. */
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

const COPY_DST_AND_MAP_READ = 0x8 | 0x1;
const READ = 0x1;

/** `failure` is asked whether the device has complained. */
export const synchronousBackend = ({ device, pump, makeBackend }: OpenDevice): KernelBackend => {
  const backend = makeBackend();
  let complaint: string | undefined;
  device.onuncapturederror = ({ error }) => {
    complaint ??= error.message;
  };

  const check = (done: boolean): void => {
    if (complaint !== undefined || !done) {
      throw new Error(`the engine webgpu failed: ${complaint ?? "the device was lost"}`);
    }
  };

  const map = (buffer: Buffer): void => {
    pump.during(() => buffer.mapAsync(READ)).catch(() => undefined); // told by its state
    while (buffer.mapState === "pending" && pump.turn()) check(true);
    check(buffer.mapState === "mapped");
  };

  const bytesOf = (buffer: Buffer): ArrayBuffer => {
    const staging = backend.bufferManager.acquireBuffer(buffer.size, COPY_DST_AND_MAP_READ);
    backend.ensureCommandEncoderReady();
    backend.endComputePassEncoder();
    backend.commandEncoder.copyBufferToBuffer(buffer, 0, staging, 0, buffer.size);
    backend.submitQueue();
    map(staging);
    const bytes = staging.getMappedRange().slice(0);
    staging.unmap();
    backend.bufferManager.releaseBuffer(staging);
    return bytes;
  };

  backend.readSync = (dataId) => {
    const { values, dtype, resource } = backend.tensorMap.get(dataId);
    if (values != null || resource == null) return values!; // it is in one of the two
    return backend.convertAndCacheOnCPU(
      dataId,
      util.convertBackendValuesAndArrayBuffer(bytesOf(resource), dtype),
    );
  };
  backend.read = async (dataId) => backend.readSync(dataId);
  return backend;
};
