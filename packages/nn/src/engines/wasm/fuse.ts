/** Two calls of a trace as one, where nothing else reads what passes between them: the same bits with less memory. */
import type { Block } from "./Block.ts";
import type { Call } from "./Trace.ts";

interface Fusion {
  readonly first: string;
  readonly second: string;
  /** The call that does both; `via` is what the first writes and the second reads. Undefined where none does. */
  readonly join: (first: Call, second: Call, via: Block) => Call | undefined;
}

/** The other of a call's two inputs. */
const beside = ({ reads: [a, b] }: Call, via: Block): Block => (a === via ? b : a)!; // of functions of two tensors

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

/** The call that makes `via`, and its number, if it may be made as late as call `now`, which alone reads `via`. */
const soleWriter = (
  calls: ReadonlyArray<Call | undefined>,
  via: Block,
  now: number,
  writers: Writers,
  readers: Writers,
): number | undefined => {
  const at = writers.get(via)?.length === 1 ? writers.get(via)![0]! : -1;
  const call = calls[at];
  if (call === undefined || readers.get(via)?.length !== 1) return undefined;
  const changed = call.reads.some((block) => block !== undefined && (writers.get(block)?.length ?? 0) > 1);
  const wanted = call.writes.some((block) => readers.get(block)?.some((reader) => reader < now));
  return changed || wanted ? undefined : at;
};

/** The calls with those joined that can be. `outputs` stay. */
export const fuse = (calls: ReadonlyArray<Call>, outputs: ReadonlyArray<Block>): ReadonlyArray<Call> => {
  const fused: Array<Call | undefined> = [...calls];
  const writers = callsOf(calls, ({ writes }) => writes);
  const readers = callsOf(calls, ({ reads }) => reads);
  const kept = new Set(outputs);
  /** The call with one that it reads from, and the number of that one. */
  const joined = (call: Call, now: number): readonly [Call, number] | undefined => {
    for (const via of call.reads) {
      if (via === undefined || kept.has(via)) continue;
      const at = soleWriter(fused, via, now, writers, readers);
      const first = at === undefined ? undefined : fused[at]!;
      const row = fusions.find((fusion) => fusion.first === first?.kernel && fusion.second === call.kernel);
      const one = first && row?.join(first, call, via);
      if (one !== undefined) return [one, at!];
    }
    return undefined;
  };
  for (const now of calls.keys()) {
    for (let found = joined(fused[now]!, now); found !== undefined; found = joined(fused[now]!, now)) {
      const [one, at] = found;
      for (const block of one.reads) {
        const numbers = block && readers.get(block);
        if (numbers?.includes(at)) numbers[numbers.indexOf(at)] = now;
      }
      for (const block of one.writes) writers.set(block, [now]);
      fused[at] = undefined;
      fused[now] = one;
    }
  }
  return fused.filter((call) => call !== undefined);
};
