import { type KernelConfig, util } from "@tensorflow/tfjs-core";
import { blockOf, empty, sizeOf, wasmKernel } from "../wasmKernel.ts";

/** Rows by index, and their sums by index. */
export const gather: ReadonlyArray<KernelConfig> = [
  wasmKernel("GatherV2", ({ backend, inputs, attrs }) => {
    const [x, indices] = [inputs.x!, inputs.indices!];
    const [axis] = util.parseAxisParam(attrs.axis as number, x.shape) as [number]; // as tfjs documents it
    if (attrs.batchDims !== 0)
      throw new Error("GatherV2: the engine wasm has it without batch dimensions only");
    if (indices.dtype !== "int32") {
      throw new Error(`GatherV2 by ${indices.dtype}: the engine wasm has it by int32 only`);
    }
    const [before, after] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
    const out = empty(backend, [...before, ...indices.shape, ...after], x.dtype);
    const numbers = [sizeOf(before), x.shape[axis]!, sizeOf(indices.shape), sizeOf(after)];
    backend.call("gather", [blockOf(x), blockOf(indices)], [blockOf(out)], numbers);
    return out;
  }),
  wasmKernel("UnsortedSegmentSum", ({ backend, inputs, attrs }) => {
    const [x, segmentIds] = [inputs.x!, inputs.segmentIds!];
    if (x.dtype !== "float32") {
      throw new Error(`UnsortedSegmentSum of ${x.dtype}: the engine wasm has it for float32 only`);
    }
    const rows = attrs.numSegments as number; // as tfjs documents it
    const [count, ...line] = x.shape as [number, ...number[]]; // one axis at least
    const out = empty(backend, [rows, ...line], "float32");
    const numbers = [count, sizeOf(line), rows];
    backend.call("segmentSum", [blockOf(x), blockOf(segmentIds)], [blockOf(out)], numbers);
    return out;
  }),
];
