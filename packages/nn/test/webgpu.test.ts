/** The engine webgpu without WebGPU: how values are read in place, and what is said where that fails. */
import { expect, it } from "vitest";
import type { Buffer, Complaint, Device } from "../src/engines/webgpu/Dawn.ts";
import { eventPump } from "../src/engines/webgpu/EventPump.ts";
import type { StockBackend } from "../src/engines/webgpu/StockBackend.ts";
import { synchronousReads } from "../src/engines/webgpu/synchronousReads.ts";

/** As Dawn does: goes on for some turns, each asked of whatever `setImmediate` is then. */
const later = (turns: number, done: () => void): void => {
  globalThis.setImmediate(() => (turns === 1 ? done() : later(turns - 1, done)));
};

it("what a call puts off is done in turns, and setImmediate is its own again", () => {
  const own = globalThis.setImmediate;
  const pump = eventPump();
  let done = false;
  pump.during(() => later(3, () => (done = true)));
  expect(globalThis.setImmediate).toBe(own);
  const turns = [pump.turn(), pump.turn(), done, pump.turn(), done, pump.turn()];
  expect(turns).toEqual([true, true, false, true, true, false]);
  expect(globalThis.setImmediate).toBe(own);
  expect(() => pump.during(() => expect.fail("thrown"))).toThrow("thrown");
  expect(globalThis.setImmediate).toBe(own);
});

/** A backend that holds one tensor in a buffer, which is mapped after some turns, or as `mapping` says. */
const fake = (mapping: (settle: (state: Buffer["mapState"]) => void) => void) => {
  const bytes = Float32Array.of(1.5, -2).buffer;
  const buffer = {
    size: bytes.byteLength,
    mapState: "unmapped" as Buffer["mapState"],
    mapAsync: async () => {
      buffer.mapState = "pending";
      mapping((state) => {
        buffer.mapState = state;
      });
    },
    getMappedRange: () => bytes,
    unmap: () => {
      buffer.mapState = "unmapped";
    },
  };
  const calls: Array<string> = [];
  const data = { values: null as unknown, dtype: "float32", resource: buffer };
  const backend = {
    tensorMap: { get: () => data },
    bufferManager: { acquireBuffer: () => buffer, releaseBuffer: () => calls.push("release") },
    commandEncoder: { copyBufferToBuffer: () => calls.push("copy") },
    ensureCommandEncoderReady: () => undefined,
    endComputePassEncoder: () => undefined,
    submitQueue: () => calls.push("submit"),
    convertAndCacheOnCPU: (_: object, values: unknown) => (data.values = values),
    readSync: () => data.values,
  } as unknown as StockBackend; // as much of one as is used
  const device: Device = { onuncapturederror: null };
  synchronousReads(backend, device, eventPump());
  return { device, calls, read: () => backend.readSync({}) };
};

it.each([1, 30])("reads values that are mapped after %i turns, and keeps them", (turns) => {
  const { read, calls } = fake((settle) => later(turns, () => settle("mapped")));
  expect(read()).toEqual(Float32Array.of(1.5, -2));
  expect(read()).toEqual(Float32Array.of(1.5, -2));
  expect(calls).toEqual(["copy", "submit", "release"]);
});

it("a lost device, and events that are processed in another way, are errors", () => {
  const lost = fake((settle) => later(2, () => settle("unmapped")));
  expect(lost.read).toThrow("the engine webgpu failed: the device was lost");
  const other = fake(() => undefined);
  expect(other.read).toThrow("the engine webgpu failed: this version of webgpu has its events processed");
});

it("what the device complains of is thrown by the next read, once and quietly", () => {
  const { read, device } = fake((settle) => later(1, () => settle("mapped")));
  let quiet = 0;
  const complain = (message: string): void => {
    const complaint: Complaint = { error: { message }, preventDefault: () => quiet++ };
    device.onuncapturederror?.(complaint);
  };
  complain("Buffer size (9) exceeds the limit (8).\n - While calling CreateBuffer");
  complain("[Invalid Buffer] is invalid");
  expect(read).toThrow(/^the engine webgpu failed: Buffer size \(9\) exceeds the limit \(8\)\.$/);
  expect(quiet).toBe(2);
  expect(read()).toEqual(Float32Array.of(1.5, -2));
});
