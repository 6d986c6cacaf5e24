/**
 * Numbers below float32's full precision become 0 on the engine wasm: WebAssembly cannot ask the processor for that, and
 * a product with them takes a hundred times as long. They are everywhere once a gradient is 0 for a thousand updates.
 */
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { openEngine } from "../src/index.ts";
import { adamUpdate } from "../src/kernels/adam.ts";
import { affine } from "../src/kernels/affine.ts";

const LEAST = 2 ** -126;
const tiny = 2 ** -140;
const row = (...values: ReadonlyArray<number>) => tf.tensor2d([[...values]]);

const half = () => tf.mul(tf.eye(4), 0.5) as tf.Tensor2D; // as eye is

describe("subnormal numbers", () => {
  beforeAll(async () => {
    await openEngine("wasm");
  });

  it.each<[string, (x: tf.Tensor) => tf.Tensor]>([
    ["multiply", (x) => tf.mul(x, 0.5)],
    ["divide", (x) => tf.div(x, 2)],
    ["sub", (x) => tf.sub(x, LEAST / 2)],
    ["a product", (x) => tf.matMul(x as tf.Tensor2D, half())],
    ["an affine map", (x) => affine(x, half(), tf.zeros([4]))],
  ])("of %s are 0; NaN and the least normal number stay", (_, of) => {
    const [low, , normal] = of(row(LEAST, -LEAST, 4 * LEAST, 1)).dataSync();
    expect(low).toBe(0);
    expect(Math.abs(normal!)).toBeGreaterThanOrEqual(LEAST);
    expect(of(row(Number.NaN, 0, 0, 0)).dataSync()[0]).toBeNaN();
  });

  it("do not stay in Adam's moments: without a gradient they end at 0", () => {
    const scalar = (value: number) => tf.scalar(value);
    const factors = { beta1: scalar(0.9), beta2: scalar(0.999), scale: scalar(1), epsilon: scalar(1e-8) };
    const moments = {
      gradient: row(0, 0, 0, 1),
      sum: row(LEAST, -LEAST, tiny, 1),
      squares: row(LEAST, tiny, 1, 1),
    };
    const [update, sum, squares] = adamUpdate(moments, factors).map((tensor) => [...tensor.dataSync()]);
    expect(sum!.slice(0, 3).map(Math.abs)).toEqual([0, 0, 0]);
    expect(squares!.slice(0, 2)).toEqual([0, 0]);
    expect(update!.slice(0, 3).map(Math.abs)).toEqual([0, 0, 0]);
    expect([sum![3], squares![3]]).toEqual([Math.fround(1.9), Math.fround(Math.fround(0.999) + 1)]);
  });
});
