/** What a loop needs to replay an iteration. */
import { Block } from "./Block.ts";
import { fitsInPlace, layOut, needed } from "./layOut.ts";
import { type Replay, replayOf } from "./replayOf.ts";
import type { Call, Traced } from "./Trace.ts";
import type { WasmBackend } from "./WasmBackend.ts";

export interface LoopPlan {
  /** Slots: what is carried, what is fed, and for each that is carried its twin. */
  readonly replay: Replay;
  readonly scratchBytes: number;
  /** Whether the next values go to a twin, rather than where the last ones stand. */
  readonly twins: ReadonlyArray<boolean>;
  /** Offsets in the shared memory, in bytes. */
  readonly metrics: ReadonlyArray<readonly [name: string, offset: number]>;
}

/** Outputs that no call of their own makes (an input passed on, or one output twice) get a call that copies them. */
const withCopies = (
  { calls: all, inputs, outputs }: Traced,
  carried: number,
): { readonly calls: ReadonlyArray<Call>; readonly outputs: ReadonlyArray<Block> } => {
  const calls = [...all];
  const used = new Set(inputs);
  const copied = outputs.map((block, at) => {
    if (at >= carried && !used.has(block)) return block;
    if (!used.has(block)) {
      used.add(block);
      return block;
    }
    const copy = new Block(block.kind, block.size, block.address); // it stands for a place, which layOut gives
    calls.push({ kernel: "copy", reads: [block], writes: [copy], numbers: [block.size] });
    return copy;
  });
  return { calls, outputs: copied };
};

/**
 * `keep` says of each tensor that is carried whether its last values must stay; `metrics` names the outputs that
 * follow what is carried.
 */
export const loopPlan = (
  backend: WasmBackend,
  traced: Traced,
  keep: ReadonlyArray<boolean>,
  metrics: ReadonlyArray<string>,
): LoopPlan => {
  const { inputs } = traced;
  const count = keep.length;
  const copied = withCopies(traced, count);
  const calls = needed(copied.calls, copied.outputs);
  const next = copied.outputs.slice(0, count);
  const figures = copied.outputs.slice(count);
  const twins = next.map((output, at) => keep[at] === true || !fitsInPlace(calls, inputs[at]!, output));
  const slots = new Map(inputs.map((block, at) => [block, at]));
  for (const [at, block] of next.entries()) slots.set(block, twins[at] ? inputs.length + at : at);
  const { offsets, bytes } = layOut(calls, new Set(slots.keys()), new Set(figures));
  return {
    replay: replayOf(backend, calls, slots, offsets),
    scratchBytes: bytes,
    twins,
    metrics: metrics.map((name, at) => [name, offsets.get(figures[at]!)!]),
  };
};
