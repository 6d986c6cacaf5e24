import { util } from "@tensorflow/tfjs-core";
import type { Buffer, Device } from "./Dawn.ts";
import type { EventPump } from "./EventPump.ts";
import type { StockBackend } from "./StockBackend.ts";

/** As in `GPUBufferUsage` and `GPUMapMode`. */
const [MAP_READ, COPY_DST, READ] = [0x1, 0x8, 0x1];
const EAGER_TURNS = 8;
const PAUSE_MILLIS = 0.05;

/**
 * Makes values of the backend readable at once. Its own `readSync` takes the way over a browser's canvas, and what it
 * awaits comes in Node only once the event loop has turned, which a training step does not let happen. A read throws
 * where the device has failed since the last one.
 */
export const synchronousReads = (backend: StockBackend, device: Device, pump: EventPump): void => {
  const clock = new Int32Array(new SharedArrayBuffer(4)); // never changes: waiting for it is a pause
  let complaint: string | undefined;
  device.onuncapturederror = (event) => {
    event.preventDefault();
    complaint ??= event.error.message.split("\n")[0]; // the others follow from the first
  };
  const fail = (why: string): never => {
    complaint = undefined;
    throw new Error(`the engine webgpu failed: ${why}`);
  };

  const map = (buffer: Buffer): void => {
    pump.during(() => buffer.mapAsync(READ)).catch(() => undefined); // its state tells
    for (let turns = 0; buffer.mapState === "pending" && pump.turn(); turns++) {
      if (turns >= EAGER_TURNS) Atomics.wait(clock, 0, 0, PAUSE_MILLIS); // leaves the core to others
    }
    if (complaint !== undefined) fail(complaint);
    if (buffer.mapState === "pending") fail("this version of webgpu has its events processed in another way");
    if (buffer.mapState !== "mapped") fail("the device was lost");
  };

  const bytesOf = (buffer: Buffer): ArrayBuffer => {
    const { size } = buffer;
    const staging = backend.bufferManager.acquireBuffer(size, MAP_READ | COPY_DST);
    backend.ensureCommandEncoderReady();
    backend.endComputePassEncoder();
    backend.commandEncoder.copyBufferToBuffer(buffer, 0, staging, 0, size);
    backend.submitQueue();
    map(staging);
    const bytes = staging.getMappedRange().slice(0);
    staging.unmap();
    backend.bufferManager.releaseBuffer(staging);
    return bytes;
  };

  const own = backend.readSync.bind(backend);
  backend.readSync = (dataId) => {
    const { values, dtype, resource } = backend.tensorMap.get(dataId);
    if (values != null || resource == null) return own(dataId); // in memory, or complex
    return backend.convertAndCacheOnCPU(
      dataId,
      util.convertBackendValuesAndArrayBuffer(bytesOf(resource), dtype),
    );
  };
  backend.read = async (dataId) => backend.readSync(dataId);
};
