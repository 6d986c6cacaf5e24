/** Two calls of a trace as one, where nothing else reads what passes between them: the same bits with less memory. */
import type { Block } from "./Block.ts";
import { maskOnce } from "./maskOnce.ts";
import type { Call } from "./Trace.ts";

interface Fusion {
  readonly first: string;
  readonly second: string;
  /** The call that does both; `via` is what the first writes and the second reads. Undefined where none does. */
  readonly join: (first: Call, second: Call, via: Block) => Call | undefined;
}

/** The other of a call's two inputs. */
const beside = ({ reads: [a, b] }: Call, via: Block): Block => (a === via ? b : a)!; // of functions of two tensors

/** An elementwise call that follows one whose first output it changes: the kernel that does both. */
const followed = (first: string, second: string, kernel: string): Fusion => ({
  first,
  second,
  join: (before, { writes: [out] }, via) =>
    before.writes[0] === via ? { ...before, kernel, writes: [out!, ...before.writes.slice(1)] } : undefined,
});

const fusions: ReadonlyArray<Fusion> = [
  {
    first: "product",
    second: "relu",
    join: (first, { writes: [out] }, via) => {
      const [product, pack] = first.writes;
      if (product !== via || first.numbers.at(-1) !== 0) return undefined;
      return { ...first, writes: [out!, pack!], numbers: [...first.numbers.slice(0, -1), 1] };
    },
  },
  {
    first: "multiply",
    second: "add",
    join: ({ reads }, add, via) => {
      const [out, x] = [add.writes[0]!, beside(add, via)];
      const factor = reads.find((block) => block!.size === 1);
      if (factor === undefined || x === via) return undefined;
      const y = beside({ ...add, reads }, factor);
      // of one size: nothing is repeated
      if ([x, y, via].some(({ size }) => size !== out.size)) return undefined;
      return { kernel: "addScaled", reads: [x, y, factor], writes: [out], numbers: [out.size] };
    },
  },
  {
    first: "adam",
    second: "addScaled",
    join: (adam, { reads: [weight, direction, rate], writes: [next], numbers }, via) => {
      const [update, sum, squares] = adam.writes;
      if (update !== via || direction !== via) return undefined;
      const reads = [...adam.reads, rate, weight];
      return { kernel: "adamStep", reads, writes: [sum!, squares!, next!], numbers };
    },
  },
  followed("batchNorm", "relu", "batchNormRelu"),
  {
    first: "batchNorm",
    second: "add",
    join: (first, add, via) => {
      const [y, ...rest] = first.writes;
      const [out, other] = [add.writes[0]!, beside(add, via)];
      if (y !== via || other === via || out.size !== via.size || other.size !== via.size) return undefined;
      return { ...first, kernel: "batchNormAdd", reads: [...first.reads, other], writes: [out, ...rest] };
    },
  },
  followed("batchNormAdd", "relu", "batchNormAddRelu"),
  {
    first: "add",
    second: "reluGradient",
    join: ({ reads: [a, b] }, { reads: [dy, y], writes, numbers }, via) => {
      const apart = y !== via && [a, b].every((block) => block!.size === via.size); // nothing is repeated
      return dy === via && apart
        ? { kernel: "addReluGradient", reads: [a, b, y], writes, numbers }
        : undefined;
    },
  },
  {
    first: "reluGradient",
    second: "batchNormGradient",
    join: ({ reads: [dy, y] }, { reads: [slope, ...rest], writes, numbers }, via) =>
      slope === via && !rest.includes(via)
        ? { kernel: "batchNormReluGradient", reads: [dy, ...rest, y], writes, numbers }
        : undefined,
  },
];

type Writers = ReadonlyMap<Block, ReadonlyArray<number>>;

/** For each block the numbers of the calls that name it so. */
const callsOf = (
  calls: ReadonlyArray<Call | undefined>,
  named: (call: Call) => ReadonlyArray<Block | undefined>,
): Map<Block, Array<number>> => {
  const found = new Map<Block, Array<number>>();
  for (const [at, call] of calls.entries()) {
    for (const block of call === undefined ? [] : named(call)) {
      if (block === undefined) continue;
      const known = found.get(block);
      if (known === undefined) found.set(block, [at]);
      else known.push(at);
    }
  }
  return found;
};

/** The number of the call that makes `via`, which call `now` alone reads and no other changes. */
const soleWriter = (via: Block, writers: Writers, readers: Writers): number | undefined => {
  const made = writers.get(via);
  return made?.length === 1 && readers.get(via)?.length === 1 ? made[0] : undefined;
};

/** The calls with those joined that can be. `outputs` stay. */
export const fuse = (given: ReadonlyArray<Call>, outputs: ReadonlyArray<Block>): ReadonlyArray<Call> => {
  const calls = maskOnce(given, outputs);
  const fused: Array<Call | undefined> = [...calls];
  const writers = callsOf(calls, ({ writes }) => writes);
  const readers = callsOf(calls, ({ reads }) => reads);
  const kept = new Set(outputs);
  /** Whether what call `at` reads and makes lets it be made as late as `now`. */
  const mayWait = (at: number, now: number): boolean =>
    fused[at]!.reads.every((block) => block === undefined || (writers.get(block)?.length ?? 0) <= 1) &&
    fused[at]!.writes.every((block) => !readers.get(block)?.some((reader) => reader < now));
  /** Whether call `now`, but for `via`, needs nothing that is made after call `at`, and alone makes what it makes. */
  const mayHurry = (now: number, at: number, via: Block): boolean =>
    fused[now]!.reads.every(
      (block) =>
        block === undefined || block === via || (writers.get(block) ?? []).every((writer) => writer < at),
    ) && fused[now]!.writes.every((block) => writers.get(block)!.length === 1);
  /** Call `now` with one that it reads from, the number of that one, and the number that the two get. */
  const joined = (now: number): { one: Call; at: number; place: number } | undefined => {
    const call = fused[now]!;
    for (const via of call.reads) {
      const at = via === undefined || kept.has(via) ? undefined : soleWriter(via, writers, readers);
      if (via === undefined || at === undefined) continue;
      const first = fused[at]!;
      const row = fusions.find((fusion) => fusion.first === first.kernel && fusion.second === call.kernel);
      const one = row?.join(first, call, via);
      if (one === undefined) continue;
      if (mayWait(at, now)) return { one, at, place: now };
      if (mayHurry(now, at, via)) return { one, at, place: at };
    }
    return undefined;
  };
  const move = (numbers: Array<number> | undefined, from: ReadonlyArray<number>, place: number): void => {
    for (const [index, number] of numbers?.entries() ?? [])
      if (from.includes(number)) numbers![index] = place;
  };
  for (const start of calls.keys()) {
    let now = start;
    for (let found = joined(now); found !== undefined; found = joined(now)) {
      const { one, at, place } = found;
      for (const block of one.reads) if (block !== undefined) move(readers.get(block), [at, now], place);
      for (const block of one.writes) writers.set(block, [place]);
      fused[at] = undefined;
      fused[now] = undefined;
      fused[place] = one;
      now = place;
    }
  }
  return fused.filter((call) => call !== undefined);
};
