/** A trace as straight-line code. */
import type { Block } from "./Block.ts";
import type { Call } from "./Trace.ts";
import type { WasmBackend } from "./WasmBackend.ts";

/** Runs the calls: `slots` are the addresses of what stands elsewhere, `scratch` that of the shared memory. */
export type Replay = (slots: ReadonlyArray<number>, scratch: number) => void;

const sameThroughout = (values: Float32Array | Int32Array): boolean =>
  values.every((value) => Object.is(value, values[0]));

const bitsOf = (values: Float32Array | Int32Array): number =>
  values.length === 0 ? 0 : new Int32Array(values.buffer, values.byteOffset, 1)[0]!;

/**
 * One function whose body is the calls in order, with their numbers written out; a block is a slot or an offset from
 * the start of the shared memory. It is made of numbers and of the names of the module's exports alone.
 */
export const replayOf = (
  backend: WasmBackend,
  calls: ReadonlyArray<Call>,
  slots: ReadonlyMap<Block, number>,
  offsets: ReadonlyMap<Block, number>,
): Replay => {
  const constants: Array<Float32Array | Int32Array> = [];
  const place = (block: Block | undefined): string => {
    if (block === undefined) return "0";
    const slot = slots.get(block);
    return slot === undefined ? `scratch + ${offsets.get(block)}` : `slot${slot}`;
  };
  const lineOf = ({ kernel, reads, writes, numbers, values }: Call): string => {
    const blocks = [...reads, ...writes].map(place);
    if (values === undefined) return `${kernel}(${[...blocks, ...numbers].join(", ")});`;
    if (sameThroughout(values)) return `fill(${blocks[0]}, ${bitsOf(values)}, ${values.length});`;
    constants.push(values);
    const heap = values instanceof Float32Array ? "floats" : "ints";
    return `memory.${heap}.set(constants[${constants.length - 1}], (${blocks[0]}) >> 2);`;
  };
  const body = calls.map(lineOf);
  const code = `"use strict"; const { ${Object.keys(backend.kernels).join(", ")} } = kernels;
return (slots, scratch) => {
${[...new Set(slots.values())].map((slot) => `const slot${slot} = slots[${slot}];`).join("\n")}
${body.join("\n")}
};`;
  const make = new Function("kernels", "memory", "constants", code);
  return make(backend.kernels, backend.memoryOf, constants) as Replay; // the code above is one
};
