/**
 * Sums below float32's full precision become 0 on the engine wasm: WebAssembly cannot ask the processor for that, and a
 * product with such numbers takes a hundred times as long. Moments and velocities are full of them once a gradient has
 * been 0 for a thousand updates.
 */
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { openEngine } from "../src/index.ts";
import { adamUpdate } from "../src/kernels/adam.ts";

const LEAST = 2 ** -126;
const tiny = 2 ** -140;
const row = (...values: ReadonlyArray<number>) => tf.tensor2d([[...values]]);

describe("subnormal numbers", () => {
  beforeAll(async () => {
    await openEngine("wasm");
  });

  it("of a sum are 0; NaN and the least normal number stay", () => {
    const sum = tf.add(row(LEAST, -LEAST, 4 * LEAST, Number.NaN), row(-LEAST / 2, LEAST / 2, -LEAST, 1));
    expect([...sum.dataSync()].map(Math.abs)).toEqual([0, 0, 3 * LEAST, Number.NaN]);
  });

  it("do not stay in a velocity: replayed as eager, v ← .9 v ends at 0 within a thousand updates", async () => {
    const engine = await openEngine("wasm");
    const step = ({ v, g }: { v: tf.Tensor; g: tf.Tensor }) => tf.add(tf.mul(v, 0.9), g);
    const replayed = engine.compile(step);
    let [fast, slow]: [tf.Tensor, tf.Tensor] = [row(1, -1, 2, 3), row(1, -1, 2, 3)];
    const g = row(0, 0, 0, 0);
    for (let at = 0; at < 1000; at++) {
      [fast, slow] = [replayed({ v: fast, g }), step({ v: slow, g })];
      if (at % 100 === 0) expect([...fast.dataSync()]).toEqual([...slow.dataSync()]);
    }
    expect([...fast.dataSync()].map(Math.abs)).toEqual([0, 0, 0, 0]);
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
    expect(update!.slice(0, 3).map(Math.abs)).toEqual([0, 0, 0]); // 0 / ε
    expect([sum![3], squares![3]]).toEqual([Math.fround(1.9), Math.fround(Math.fround(0.999) + 1)]);
  });
});
