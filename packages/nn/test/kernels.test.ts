import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { noiseKey, openEngine, randomUniform, stream, uniforms } from "../src/index.ts";
import { gradients } from "../src/kernels/gradients.ts";
import { awayFromZero, expectGradient } from "./gradients.ts";

const positive = (purpose: string, count: number) =>
  awayFromZero(purpose, count).map((x) => Math.abs(x) + 0.3);

/** One row a kernel with a gradient: a scalar function through it, at these values of shape [2, 3]. */
const table: Record<string, readonly [(x: tf.Tensor) => tf.Tensor, Float32Array?]> = {
  Identity: [(x) => tf.sum(tf.mul(tf.clone(x), x))],
  Cast: [(x) => tf.sum(tf.mul(tf.cast(x, "float32"), x))],
  Reshape: [(x) => tf.sum(tf.square(tf.reshape(x, [3, 2])))],
  Neg: [(x) => tf.sum(tf.mul(tf.neg(x), x))],
  Abs: [(x) => tf.sum(tf.abs(x))],
  Square: [(x) => tf.sum(tf.square(x))],
  Sqrt: [(x) => tf.sum(tf.sqrt(x)), positive("sqrt", 6)],
  Rsqrt: [(x) => tf.sum(tf.rsqrt(x)), positive("rsqrt", 6)],
  Exp: [(x) => tf.sum(tf.exp(x))],
  Erf: [(x) => tf.sum(tf.erf(x))],
  Log: [(x) => tf.sum(tf.log(x)), positive("log", 6)],
  Relu: [(x) => tf.sum(tf.square(tf.relu(x)))],
  Sigmoid: [(x) => tf.sum(tf.sigmoid(x))],
  Tanh: [(x) => tf.sum(tf.tanh(x))],
  Add: [(x) => tf.sum(tf.square(tf.add(x, tf.sum(x, 0))))],
  Sub: [(x) => tf.sum(tf.square(tf.sub(tf.sum(x, 0), x)))],
  Multiply: [(x) => tf.sum(tf.mul(x, tf.sum(x, 1, true)))],
  RealDiv: [(x) => tf.sum(tf.div(x, tf.sum(x, 0))), positive("div", 6)],
  SquaredDifference: [(x) => tf.sum(tf.squaredDifference(x, tf.mean(x, 1, true)))],
  Sum: [(x) => tf.sum(tf.square(tf.sum(x, 0)))],
  Mean: [(x) => tf.sum(tf.square(tf.mean(x, 1)))],
  Max: [(x) => tf.sum(tf.square(tf.max(x, 1)))],
  BatchMatMul: [
    (x) =>
      tf.sum(
        tf.square(tf.matMul(tf.matMul(x as tf.Tensor2D, x as tf.Tensor2D, false, true), x as tf.Tensor2D)),
      ),
  ],
};

describe.each(["wasm", "cpu"])("on %s", (name) => {
  beforeAll(() => openEngine(name));

  it("every gradient has its row here", () => {
    expect(Object.keys(table).toSorted()).toEqual(gradients.map(({ kernelName }) => kernelName).toSorted());
  });

  it.each(Object.entries(table))("gradient of %s", (kernel, [f, values]) => {
    expectGradient(f, values ?? awayFromZero(kernel, 6), [2, 3], 1e-2);
  });

  it.each([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])("gradient of a product, transposed %s and %s", (transposeA, transposeB) => {
    const other = tf.tensor2d(awayFromZero("other", 6), transposeB ? [2, 3] : [3, 2]);
    const shape = transposeA ? [3, 2] : [2, 3];
    const product = (x: tf.Tensor) => tf.matMul(x as tf.Tensor2D, other, transposeA, transposeB);
    expectGradient((x) => tf.sum(tf.square(product(x))), awayFromZero("x", 6), shape);
  });

  it("randomUniform draws the bits of uniforms", () => {
    const from = stream(2 ** 40 + 7, "train/dropout");
    const key = tf.tensor1d(noiseKey(from, 3, 5), "int32");
    const drawn = randomUniform(key, "layers.1", [7, 3]);
    expect(drawn.shape).toEqual([7, 3]);
    expect(drawn.dataSync()).toEqual(uniforms(stream(2 ** 40 + 7, "train/dropout/layers.1"), 21, 3, 5));
  });
});
