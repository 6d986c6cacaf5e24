/** What a loop needs to replay an iteration. */
import { Block } from "./Block.ts";
import { foldConstants } from "./foldConstants.ts";
import { fuse } from "./fuse.ts";
import { fitsInPlace, layOut, type Needs } from "./layOut.ts";
import { type Replay, replayOf } from "./replayOf.ts";
import { type Call, type Traced, type Values, writtenIn } from "./Trace.ts";
import type { WasmBackend } from "./WasmBackend.ts";

export interface LoopPlan {
  /** Slots: what is carried, what is fed, and for each that is carried its twin. */
  readonly replay: Replay;
  readonly needs: Needs;
  /** Constants that the replay itself writes. */
  readonly written: ReadonlyArray<Values>;
  /** Which of what is carried has its next values put into a twin, rather than where the last ones stand. */
  readonly twins: ReadonlyArray<number>;
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
  const next = copied.outputs.slice(0, count);
  const folded = foldConstants(copied.calls, traced.constants, copied.outputs, new Set(next));
  const calls = fuse(folded.calls, copied.outputs);
  const figures = copied.outputs.slice(count);
  const twins = [...next.keys()].filter((at) => keep[at] || !fitsInPlace(calls, inputs[at]!, next[at]!));
  const slots = new Map(inputs.map((block, at) => [block, at]));
  for (const [at, block] of next.entries()) slots.set(block, twins.includes(at) ? inputs.length + at : at);
  const layout = layOut(calls, new Set(slots.keys()), new Set(figures), folded.constants);
  return {
    replay: replayOf(backend, calls, slots, layout.offsets),
    needs: layout.needs,
    written: writtenIn(calls),
    twins,
    metrics: metrics.map((name, at) => [name, layout.offsets.get(figures[at]!)!]),
  };
};
