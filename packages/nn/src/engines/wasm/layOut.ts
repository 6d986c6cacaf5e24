/** Where the blocks of a trace live when it is replayed. */
import type { Block } from "./Block.ts";
import { Memory } from "./Memory.ts";
import type { Call, Values } from "./Trace.ts";

/** Kernels that read each place of their inputs before they write the same place of their outputs. */
const elementwise = new Set(
  `neg abs square sqrt rsqrt exp relu step sigmoid tanh sign toFloat toInt toBool intToBool log expm1
  add sub multiply divide maximum minimum squaredDifference adam adamStep addScaled select reluGradient
  addReluGradient`.split(/\s+/),
);

/** Those that do so with their first output. */
const elementwiseFirst = new Set(
  `batchNorm batchNormRelu batchNormAdd batchNormAddRelu batchNormGradient batchNormReluGradient`.split(" "),
);

/** Whether a call may write this output where an input of it stands. */
const inPlace = ({ kernel, writes }: Call, output: Block): boolean =>
  elementwise.has(kernel) || (elementwiseFirst.has(kernel) && writes[0] === output);

/** The calls that the outputs depend on, in order, but for those that only make what is `given`. */
export const needed = (
  calls: ReadonlyArray<Call>,
  outputs: ReadonlyArray<Block>,
  given: ReadonlyMap<Block, unknown>,
): ReadonlyArray<Call> => {
  const wanted = new Set(outputs);
  const kept: Call[] = [];
  for (const call of calls.toReversed()) {
    if (!call.writes.some((block) => wanted.has(block) && !given.has(block))) continue;
    for (const block of call.reads) if (block !== undefined) wanted.add(block);
    kept.push(call);
  }
  return kept.reverse();
};

/** Number of the last call that reads a block; -1 if none does. */
const lastRead = (calls: ReadonlyArray<Call>, block: Block): number =>
  calls.findLastIndex(({ reads }) => reads.includes(block));

/** Whether `output` may be written where `input` stands: nothing reads the input afterwards. */
export const fitsInPlace = (calls: ReadonlyArray<Call>, input: Block, output: Block): boolean => {
  const written = calls.findIndex(({ writes }) => writes.includes(output));
  const read = lastRead(calls, input);
  if (written === -1 || input.size !== output.size || read > written) return false;
  return read < written || inPlace(calls[written]!, output);
};

/** A block that a call reads although no call wrote it and it is no input: a tensor from outside the step. */
export const captured = (
  calls: ReadonlyArray<Call>,
  inputs: Iterable<Block>,
  outputs: ReadonlyArray<Block>,
): Block | undefined => {
  const known = new Set(inputs);
  for (const { reads, writes } of calls) {
    const unknown = reads.find((block) => block !== undefined && !known.has(block));
    if (unknown !== undefined) return unknown;
    for (const block of writes) known.add(block);
  }
  return outputs.find((block) => !known.has(block));
};

/** What a replay needs of the memory that all replays share. */
export interface Needs {
  readonly bytes: number;
  /** What must stand in that memory before, by its offset; no call changes it. */
  readonly constants: ReadonlyArray<readonly [offset: number, values: Values]>;
}

export interface Layout {
  /** Offsets, in bytes, within that memory. */
  readonly offsets: ReadonlyMap<Block, number>;
  readonly needs: Needs;
}

interface Life {
  readonly offset: number;
  readonly end: number;
  readonly last: number;
  readonly size: number;
}

/** Lowest offset where `bytes` fit between blocks that are alive. */
const gap = (alive: ReadonlyArray<Life>, bytes: number): number => {
  let offset = 0;
  for (const { offset: start, end } of alive) {
    if (start - offset >= bytes) return offset;
    offset = Math.max(offset, end);
  }
  return offset;
};

/**
 * Memory for all blocks but those in `elsewhere`: for constants always, for others from its first call to its last, or
 * to the end if it is among `lasting`. An elementwise kernel writes where an input of it stood that nothing reads any more.
 */
export const layOut = (
  calls: ReadonlyArray<Call>,
  elsewhere: ReadonlySet<Block>,
  lasting: ReadonlySet<Block>,
  constants: ReadonlyMap<Block, Values>,
): Layout => {
  const lives = new Map<Block, Life>();
  const lastOf = (block: Block, now: number): number =>
    lasting.has(block) ? calls.length : Math.max(now, lastRead(calls, block));
  let bytes = 0;
  for (const block of constants.keys()) {
    const end = bytes + Memory.bytesOf(block.size * 4);
    lives.set(block, { offset: bytes, end, last: Number.POSITIVE_INFINITY, size: block.size });
    bytes = end;
  }
  for (const [now, call] of calls.entries()) {
    const { reads, writes } = call;
    for (const block of writes) {
      if (elsewhere.has(block) || lives.has(block)) continue;
      const alive = [...lives.values()].filter(({ last }) => last >= now).sort((a, b) => a.offset - b.offset);
      const taken = (offset: number) => writes.some((other) => lives.get(other)?.offset === offset);
      const dying = reads
        .flatMap((read) => (read === undefined ? [] : (lives.get(read) ?? [])))
        .find(({ last, size, offset }) => last === now && size === block.size && !taken(offset));
      const length = Memory.bytesOf(block.size * 4);
      const offset = dying && inPlace(call, block) ? dying.offset : gap(alive, length);
      lives.set(block, { offset, end: offset + length, last: lastOf(block, now), size: block.size });
      bytes = Math.max(bytes, offset + length);
    }
  }
  return {
    offsets: new Map([...lives].map(([block, { offset }]) => [block, offset])),
    needs: {
      bytes,
      constants: [...constants].map(([block, values]) => [lives.get(block)!.offset, values]),
    },
  };
};
