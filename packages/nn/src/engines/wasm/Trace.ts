/** What a step did: its kernel calls in order, as the backend saw them. */
import type { Block } from "./Block.ts";

export type Values = Float32Array | Int32Array;

export interface Call {
  /** Export of the WebAssembly module, or `constant`. */
  readonly kernel: string;
  /** In the order of the kernel's arguments: what it reads, what it writes, numbers. */
  readonly reads: ReadonlyArray<Block | undefined>;
  readonly writes: ReadonlyArray<Block>;
  readonly numbers: ReadonlyArray<number>;
  /** Of `constant`: values that came from JavaScript. */
  readonly values?: Values;
}

export interface Trace {
  readonly calls: Array<Call>;
  /** Small blocks that no input bears on, and what is in them. */
  readonly constants: Map<Block, Values>;
  /** Why these calls are not all that the step does. */
  untraceable: string | undefined;
}

/** Elements of the largest block that is kept as a constant. */
const SMALL = 1024;

/** Notes a call that has run; `view` is what is in a block now. */
export const record = ({ calls, constants }: Trace, call: Call, view: (block: Block) => Values): void => {
  calls.push(call);
  const constant = call.reads.every((block) => block === undefined || constants.has(block));
  for (const block of call.writes) {
    if (constant && block.size <= SMALL) constants.set(block, view(block).slice());
    else constants.delete(block);
  }
};

/** Trees of calls are compared by the order in which their blocks appear, whatever their addresses. */
const numbering = (inputs: ReadonlyArray<Block>): ((block: Block | undefined) => number) => {
  const known = new Map<Block, number>();
  const of = (block: Block | undefined): number => {
    if (block === undefined) return -1;
    const number = known.get(block) ?? known.size;
    known.set(block, number);
    return number;
  };
  for (const block of inputs) of(block);
  return of;
};

/** What is compared: the step's calls, and which blocks it took and gave. */
export interface Traced {
  readonly calls: ReadonlyArray<Call>;
  readonly constants: ReadonlyMap<Block, Values>;
  readonly inputs: ReadonlyArray<Block>;
  readonly outputs: ReadonlyArray<Block>;
}

export const equal = (a: ArrayLike<number>, b: ArrayLike<number>): boolean => {
  for (let at = 0; at < a.length; at++) if (!Object.is(a[at], b[at])) return false;
  return a.length === b.length;
};

/** Where two traces of a step part: the number of the call, from 0; undefined where they are one. */
export const difference = (first: Traced, second: Traced): number | undefined => {
  const left = numbering(first.inputs);
  const right = numbering(second.inputs);
  const same = (a: Call, b: Call): boolean =>
    a.kernel === b.kernel &&
    equal(a.numbers, b.numbers) &&
    equal(a.reads.map(left), b.reads.map(right)) &&
    equal(a.writes.map(left), b.writes.map(right)) &&
    equal(a.values ?? [], b.values ?? []);
  for (const [at, call] of first.calls.entries()) {
    const other = second.calls[at];
    if (other === undefined || !same(call, other)) return at;
  }
  const whole =
    first.calls.length === second.calls.length && equal(first.outputs.map(left), second.outputs.map(right));
  return whole ? undefined : first.calls.length;
};

const exact = (value: number): string => (Object.is(value, -0) ? "-0" : String(value));

/** All of a trace but the values of its constants: two with one text make the same calls in the same places. */
export const textOf = ({ calls, inputs, outputs }: Traced): string => {
  const number = numbering(inputs);
  const made = (block: Block): string => `${number(block)}:${block.kind}${block.size}`;
  const lines = calls.map(
    ({ kernel, reads, writes, numbers }) =>
      `${kernel} ${reads.map(number)} ${writes.map(made)} ${numbers.map(exact)}`,
  );
  return [...lines, outputs.map(made)].join("\n");
};

/** What the calls write that came from JavaScript. */
export const writtenIn = (calls: ReadonlyArray<Call>): ReadonlyArray<Values> =>
  calls.flatMap(({ values }) => (values === undefined ? [] : [values]));
