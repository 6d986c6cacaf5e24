import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { openEngine } from "../src/index.ts";
import { floats, type Operation, same } from "./besideCpu.ts";
import { awayFromZero, expectGradient } from "./gradients.ts";

beforeAll(async () => {
  await openEngine("wasm");
  await openEngine("cpu");
});

const runs = { numRuns: 40 };
const seed = fc.integer({ min: 0, max: 1e6 });
/** Odd lengths, 1 and 0 among them. */
const length = fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 1, max: 9 }) }, fc.constantFrom(0, 1));
const shape = fc.array(length, { minLength: 1, maxLength: 4 });
/** A shape and one of its axes. */
const withAxis = shape.chain((of) =>
  fc.record({
    of: fc.constant(of),
    axis: fc.nat(of.length - 1),
    count: fc.integer({ min: 1, max: 4 }),
    seed,
  }),
);

const changed = (of: ReadonlyArray<number>, axis: number, to: number): number[] => of.with(axis, to);

describe("what takes tensors apart and puts them together", () => {
  it("Slice", async () => {
    const given = shape.chain((of) =>
      fc.record({
        of: fc.constant(of),
        part: fc.tuple(
          ...of.map((whole) =>
            fc.nat(whole).chain((from) => fc.tuple(fc.constant(from), fc.nat(whole - from))),
          ),
        ),
        seed,
      }),
    );
    await fc.assert(
      fc.asyncProperty(given, ({ of, part, seed: from }) => {
        const [begin, size] = [part.map(([at]) => at), part.map(([, long]) => long)];
        return same(([x]) => tf.slice(x!, begin, size), [floats(of, from)]);
      }),
      runs,
    );
  });

  it("Concat", async () => {
    await fc.assert(
      fc.asyncProperty(
        withAxis,
        fc.array(length, { minLength: 1, maxLength: 3 }),
        ({ of, axis, seed: from }, more) =>
          same(
            (tensors) => tf.concat([...tensors], axis),
            [floats(of, from), ...more.map((long, at) => floats(changed(of, axis, long), from + at + 1))],
          ),
      ),
      runs,
    );
  });

  it("Pack and Unpack", async () => {
    await fc.assert(
      fc.asyncProperty(withAxis, async ({ of, axis, count, seed: from }) => {
        if (of.length > 3) return;
        const tensors = Array.from({ length: count }, (_, at) => floats(of, from + at));
        await same((given) => tf.stack([...given], axis), tensors);
        const filled = changed(of, axis, count);
        await same(([x]) => tf.unstack(x!, axis), [floats(filled, from)]);
      }),
      runs,
    );
  });

  it("SplitV", async () => {
    await fc.assert(
      fc.asyncProperty(withAxis, async ({ of, axis, count, seed: from }) => {
        await same(([x]) => tf.split(x!, count, axis), [floats(changed(of, axis, 2 * count), from)]);
        await same(([x]) => tf.split(x!, [count, 0, 1], axis), [floats(changed(of, axis, count + 1), from)]);
      }),
      runs,
    );
  });

  it("PadV2", async () => {
    const given = shape.chain((of) =>
      fc.record({ of: fc.constant(of), by: fc.tuple(...of.map(() => fc.tuple(fc.nat(3), fc.nat(3)))), seed }),
    );
    await fc.assert(
      fc.asyncProperty(given, ({ of, by, seed: from }) =>
        same(([x]) => tf.pad(x!, by, -1.5), [floats(of, from)]),
      ),
      runs,
    );
  });

  it("of integers and truth values", async () => {
    const whole = { shape: [2, 3], data: Int32Array.of(1, -2, 3, 4, 5, 6) };
    await same(([x]) => tf.slice(x!, [0, 1], [2, 2]), [whole]);
    await same(([x]) => tf.concat([x!, x!], 1), [whole]);
    await same(([x]) => tf.stack([x!, x!]), [{ shape: [3], data: Uint8Array.of(1, 0, 1) }]);
    await same(
      ([x, i]) => tf.gather(x!, tf.cast(i!, "int32")),
      [whole, { shape: [1], data: Int32Array.of(1) }],
    );
  });
});

describe("rows by index", () => {
  it("GatherV2", async () => {
    await fc.assert(
      fc.asyncProperty(
        withAxis,
        fc.array(fc.nat(8), { maxLength: 6 }),
        ({ of, axis, seed: from }, indices) => {
          const rows = Math.max(1, of[axis]!);
          const chosen = { shape: [indices.length], data: Int32Array.from(indices, (index) => index % rows) };
          return same(
            ([x, i]) => tf.gather(x!, i as tf.Tensor1D, axis),
            [floats(changed(of, axis, rows), from), chosen],
          );
        },
      ),
      runs,
    );
  });

  it("UnsortedSegmentSum", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 9 }),
        length,
        fc.integer({ min: 1, max: 5 }),
        seed,
        (count, width, rows, from) => {
          const ids = Int32Array.from({ length: count }, (_, at) => (at * 3 + from) % rows);
          return same(
            ([x, i]) => tf.unsortedSegmentSum(x!, i as tf.Tensor1D, rows),
            [floats([count, width], from), { shape: [count], data: ids }],
          );
        },
      ),
      runs,
    );
  });
});

const squares = (tensors: ReadonlyArray<tf.Tensor>): tf.Tensor =>
  tensors
    .map((tensor, at): tf.Tensor => tf.mul(tf.sum(tf.square(tensor)), at + 1))
    .reduce((sum, next) => tf.add(sum, next));

const differentiable: Readonly<Record<string, Operation>> = {
  Transpose: ([x]) => tf.mul(tf.transpose(x!, [2, 0, 1]), tf.tensor2d([[0, 1, 2]])),
  Slice: ([x]) => tf.slice(x!, [1, 0, 1], [1, 3, 1]),
  "Slice from a row on": ([x]) => tf.slice(x!, 1),
  "Slice of some axes": ([x]) => tf.slice(x!, [0, 1], [2]),
  Concat: ([x]) => tf.concat([x!, tf.mul(x!, 2), tf.slice(x!, [0, 0, 0], [2, 1, 2])], 1),
  Pack: ([x]) =>
    tf.mul(
      tf.stack([x!, tf.square(x!)], 2),
      tf.tensor2d([
        [1, 2],
        [3, 4],
      ]),
    ),
  Unpack: ([x]) => tf.unstack(x!, 1),
  "Unpack of one": ([x]) => tf.unstack(tf.reshape(x!, [1, 12]), 0),
  SplitV: ([x]) => tf.split(x!, [1, 2], 1),
  PadV2: ([x]) =>
    tf.pad(
      x!,
      [
        [1, 0],
        [0, 2],
        [1, 1],
      ],
      0.5,
    ),
  GatherV2: ([x]) => tf.gather(x!, tf.tensor1d([2, 0, 2, 1], "int32"), 1),
  "GatherV2 of rows": ([x]) =>
    tf.gather(
      x!,
      tf.tensor2d(
        [
          [1, 0],
          [1, 1],
        ],
        [2, 2],
        "int32",
      ),
    ),
};

describe.each(["wasm", "cpu"])("gradients of finite differences on %s", (engine) => {
  it.each(Object.entries(differentiable))("%s", async (_name, operation) => {
    await tf.setBackend(engine);
    const scalar = (x: tf.Tensor) => squares([operation([x])].flat() as tf.Tensor[]);
    expectGradient(scalar, awayFromZero("join", 12), [2, 3, 2], 2e-2);
  });
});

it("an index without a row gives NaN and reads nothing else", async () => {
  await tf.setBackend("wasm");
  const rows = tf.gather(tf.tensor2d([[1], [2]]), tf.tensor1d([-1, 1, 2, 2 ** 30], "int32"));
  expect([...rows.dataSync()]).toEqual([Number.NaN, 2, Number.NaN, Number.NaN]);
});
