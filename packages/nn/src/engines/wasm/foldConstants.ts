/** Blocks of a trace that hold the same numbers at every replay: they are written once, not by its calls. */
import type { Block } from "./Block.ts";
import { needed } from "./layOut.ts";
import type { Call, Values } from "./Trace.ts";

export interface Folded {
  /** Those that the outputs depend on and that do more than to make a constant. */
  readonly calls: ReadonlyArray<Call>;
  readonly constants: ReadonlyMap<Block, Values>;
}

/** `elsewhere`: blocks that the calls must write. A block that several calls write, part by part, is no constant. */
export const foldConstants = (
  calls: ReadonlyArray<Call>,
  values: ReadonlyMap<Block, Values>,
  outputs: ReadonlyArray<Block>,
  elsewhere: ReadonlySet<Block>,
): Folded => {
  const writers = new Map<Block, number>();
  for (const { writes } of calls)
    for (const block of writes) writers.set(block, (writers.get(block) ?? 0) + 1);
  const constants = new Map(
    [...values].filter(([block]) => !elsewhere.has(block) && writers.get(block) === 1),
  );
  const left = needed(calls, outputs, constants);
  const read = new Set([...left.flatMap(({ reads }) => reads), ...outputs]);
  return { calls: left, constants: new Map([...constants].filter(([block]) => read.has(block))) };
};
