import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { Block } from "../src/engines/wasm/Block.ts";
import { fuse } from "../src/engines/wasm/fuse.ts";
import type { Call } from "../src/engines/wasm/Trace.ts";
import { normals, openEngine, stream } from "../src/index.ts";
import { batchNorm, plainBatchNorm } from "../src/kernels/batchNorm.ts";
import { plainReluGradient, reluGradient } from "../src/kernels/reluGradient.ts";
import { awayFromZero, expectGradient } from "./gradients.ts";

type Normalize = typeof batchNorm;

const drawn = (purpose: string, shape: [number, number] | [number], seed: number): tf.Tensor =>
  tf.tensor(
    normals(
      stream(seed, purpose),
      shape.reduce((product, length) => product * length, 1),
    ),
    shape,
  );

/** y, mean and variance, and the gradients of Σ y² w towards x, scale and shift. */
const everything = (normalize: Normalize, [rows, columns]: [number, number], seed: number, offset: number) =>
  tf.tidy(() => {
    const x = tf.add(drawn("x", [rows, columns], seed), offset);
    const scale = drawn("scale", [columns], seed);
    const shift = drawn("shift", [columns], seed);
    const weight = drawn("weight", [rows, columns], seed);
    const loss = (a: tf.Tensor, b: tf.Tensor, c: tf.Tensor) =>
      tf.sum(tf.mul(tf.square(normalize(a, b, c, 1e-3)[0]), weight));
    const { grads } = tf.valueAndGrads(loss)([x, scale, shift]);
    return [...normalize(x, scale, shift, 1e-3), ...grads].map((value) => Array.from(value.dataSync()));
  });

describe("batch normalization as one kernel", () => {
  beforeAll(async () => {
    await openEngine("wasm");
  });

  it("is its plain definition, with its gradients", () => {
    const sizes = fc.record({
      rows: fc.oneof(fc.integer({ min: 2, max: 20 }), fc.integer({ min: 60, max: 200 })),
      columns: fc.integer({ min: 1, max: 13 }),
      seed: fc.nat(1e6),
      offset: fc.constantFrom(0, 5),
    });
    fc.assert(
      fc.property(sizes, ({ rows, columns, seed, offset }) => {
        const actual = everything(batchNorm, [rows, columns], seed, offset);
        const expected = everything(plainBatchNorm, [rows, columns], seed, offset);
        for (const [part, numbers] of expected.entries()) {
          const largest = Math.max(1, ...numbers.map(Math.abs));
          expect(actual[part]).toHaveLength(numbers.length);
          for (const [at, number] of numbers.entries()) {
            expect(Math.abs(actual[part]![at]! - number)).toBeLessThanOrEqual(2e-4 * largest);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("keeps its digits far from 0, and a constant column has variance 0", () => {
    const x = tf.tensor2d([10000.5, 7, 10001.5, 7, 10002.5, 7], [3, 2]);
    const [y, mean, variance] = batchNorm(x, tf.ones([2]), tf.zeros([2]), 1e-5);
    expect(Array.from(mean.dataSync())).toEqual([10001.5, 7]);
    expect(variance.dataSync()[0]).toBeCloseTo(2 / 3, 6);
    expect(variance.dataSync()[1]).toBe(0);
    expect(y.dataSync()[0]).toBeCloseTo(-Math.sqrt(1.5), 4);
    expect(y.dataSync()[1]).toBe(0);
  });

  it("passes NaN on", () => {
    const [y, mean, variance] = batchNorm(
      tf.tensor2d([[Number.NaN], [1]]),
      tf.ones([1]),
      tf.zeros([1]),
      1e-5,
    );
    for (const value of [y, mean, variance]) expect(value.dataSync()[0]).toBeNaN();
  });

  it("has the gradients of finite differences", () => {
    const weight = drawn("weight", [7, 3], 1);
    const [scale, shift] = [drawn("scale", [3], 2), drawn("shift", [3], 3)];
    const loss = (x: tf.Tensor) => tf.sum(tf.mul(batchNorm(x, scale, shift, 1e-2)[0], weight));
    expectGradient(loss, awayFromZero("x", 21), [7, 3], 2e-2);
  });
});

describe("normalization, sum and relu as one call of a replay", () => {
  /** Two blocks with a shortcut, the second's one of its own, and the gradients towards all that they read. */
  const blocks = ({ x, scale, shift, weight }: Record<"x" | "scale" | "shift" | "weight", tf.Tensor>) => {
    const loss = (a: tf.Tensor, b: tf.Tensor, c: tf.Tensor) => {
      const first = tf.relu(batchNorm(a, b, c, 1e-3)[0]);
      const inner = tf.relu(batchNorm(tf.mul(first, weight), b, c, 1e-3)[0]);
      const [again, mean, variance] = batchNorm(tf.square(inner), b, c, 1e-3);
      const second = tf.relu(tf.add(first, again));
      const [last] = batchNorm(tf.mul(second, inner), b, c, 1e-3);
      const moved = tf.add(tf.mul(second, weight), last);
      tf.dispose([mean, variance]);
      return tf.sum(tf.mul(tf.square(moved), weight));
    };
    const { value, grads } = tf.valueAndGrads(loss)([x, scale, shift]);
    const [y, mean, variance] = batchNorm(x, scale, shift, 1e-3);
    const kept = tf.mul(mean, variance); // read between the two calls that become one
    const [dx, dScale, dShift] = grads as [tf.Tensor, tf.Tensor, tf.Tensor]; // one for each
    return { value, dx, dScale, dShift, positive: tf.relu(y), mean, kept };
  };

  const rows = 6;
  const [column, matrix] = [3, 3 * rows].map((size) => () => new Block("float32", size, 0)) as [
    () => Block,
    () => Block,
  ]; // as many as there are sizes
  const call = (kernel: string, reads: ReadonlyArray<Block>, writes: ReadonlyArray<Block>): Call => ({
    kernel,
    reads,
    writes,
    numbers: [],
  });
  const [x, other, y, sum, out, mean, variance, kept] = [
    ...[matrix(), matrix(), matrix(), matrix(), matrix()],
    ...[column(), column(), column()],
  ] as [Block, Block, Block, Block, Block, Block, Block, Block]; // as they stand there
  const normalized = call("batchNorm", [x, column(), column()], [y, mean, variance]);
  const kernelsOf = (calls: ReadonlyArray<Call>, outputs: ReadonlyArray<Block>) =>
    fuse(calls, outputs).map(({ kernel }) => kernel);

  it("stands where the first call stood, if what that gives is read before the second", () => {
    const carried = call("square", [mean], [kept]);
    const calls = [normalized, carried, call("add", [other, y], [sum]), call("relu", [sum], [out])];
    expect(kernelsOf(calls, [kept, out])).toEqual(["batchNormAddRelu", "square"]);
    expect(kernelsOf(calls, [kept, sum, out])).toEqual(["batchNormAdd", "square", "relu"]);
    const late = [normalized, carried, call("square", [x], [other]), call("add", [other, y], [sum])];
    expect(kernelsOf(late, [kept, sum])).toEqual(["batchNorm", "square", "square", "add"]);
    const repeated = [normalized, call("add", [y, kept], [sum])];
    expect(kernelsOf(repeated, [sum])).toEqual(["batchNorm", "add"]);
  });

  it("is made of gradients too", () => {
    const back = call("batchNormGradient", [sum, x, column(), mean, variance], [out, column(), column()]);
    const masked = call("reluGradient", [other, y], [sum]);
    expect(kernelsOf([masked, back], [out])).toEqual(["batchNormReluGradient"]);
    expect(kernelsOf([call("add", [x, matrix()], [other]), masked], [sum])).toEqual(["addReluGradient"]);
  });

  it("gives the bits of the calls apart, at odd sizes", async () => {
    const engine = await openEngine("wasm");
    const compiled = engine.compile(blocks);
    const size = fc.record({
      rows: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 60, max: 140 })),
      columns: fc.integer({ min: 1, max: 20 }),
      seed: fc.nat(1000),
    });
    fc.assert(
      fc.property(size, ({ rows, columns, seed }) => {
        const given = {
          x: drawn("x", [rows, columns], seed),
          scale: drawn("scale", [columns], seed),
          shift: drawn("shift", [columns], seed),
          weight: drawn("weight", [rows, columns], seed),
        };
        const [first, , third] = [compiled(given), compiled(given), compiled(given)].map((outputs) => {
          const values = Object.values(outputs).map((value) => [...value.dataSync()]);
          tf.dispose(outputs);
          return values;
        });
        tf.dispose(given);
        expect(third).toEqual(first);
      }),
      { numRuns: 60 },
    );
  });
});

it("the gradient of relu as one kernel is its plain definition", async () => {
  await openEngine("wasm");
  const y = tf.tensor1d([0, 1, -0, 2, Number.NaN, 0, 3]);
  const dy = tf.tensor1d([5, -6, -7, Number.NaN, 9, 10, 11]);
  // minus 0 is 0
  const [actual, expected] = [reluGradient, plainReluGradient].map((f) => [...f(dy, y).dataSync()]);
  expect(actual!.map((value) => value + 0)).toEqual(expected!.map((value) => value + 0));
});
