import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { crossEntropy, losses, openEngine, squaredError } from "../src/index.ts";
import { awayFromZero, expectGradient } from "./gradients.ts";

interface Case {
  readonly id: string;
  readonly params: { readonly label_smoothing?: number };
  readonly input: { readonly x: number[][] | number[]; readonly y: number[] };
  readonly expected: { readonly loss: number; readonly dloss_dx: number[][] | number[] };
  readonly tol: { readonly f32: number };
}
const cases: ReadonlyArray<Case> = JSON.parse(
  readFileSync(new URL("./fixtures/losses.json", import.meta.url), "utf8"),
);

/** The mean loss of a case's outputs. */
const offered: Record<string, (x: tf.Tensor, given: Case) => tf.Tensor> = {
  "loss/cross-entropy-smoothing": (x, { params, input }) =>
    crossEntropy.perExample(x, tf.tensor1d(input.y, "int32"), { labelSmoothing: params.label_smoothing! }),
  "loss/mse": (x, { input }) =>
    squaredError.perExample(tf.reshape(x, [-1, 1]), tf.tensor2d(input.y, [input.y.length, 1]), {}),
};

const expectClose = (actual: tf.Tensor, expected: ReadonlyArray<number>, tolerance: number): void => {
  const values = [...actual.dataSync()];
  expect(values).toHaveLength(expected.length);
  for (const [index, value] of values.entries()) {
    expect(Math.abs(value - expected[index]!)).toBeLessThanOrEqual(
      tolerance * (1 + Math.abs(expected[index]!)),
    );
  }
};

describe.each(["wasm", "cpu"])("on %s", (engine) => {
  beforeAll(() => openEngine(engine));

  for (const given of cases) {
    const loss = offered[given.id];
    const title =
      loss === undefined ? `${given.id}: this loss is not offered` : `${given.id}: value and gradient`;
    it.skipIf(loss === undefined)(title, () => {
      const f = (x: tf.Tensor) => tf.mean(loss!(x, given));
      const { value, grad } = tf.valueAndGrad(f)(tf.tensor(given.input.x));
      expectClose(value, [given.expected.loss], given.tol.f32);
      expectClose(grad, given.expected.dloss_dx.flat(), given.tol.f32);
    });
  }

  it.each([
    0, 0.1,
  ])("cross-entropy with smoothing %s has the gradient of finite differences", (labelSmoothing) => {
    const targets = tf.tensor1d([2, 0], "int32");
    const loss = (x: tf.Tensor) => tf.sum(tf.exp(crossEntropy.perExample(x, targets, { labelSmoothing })));
    expectGradient(loss, awayFromZero("logits", 6), [2, 3], 1e-2);
  });

  it("squared error has the gradient of finite differences", () => {
    const targets = tf.tensor2d(awayFromZero("targets", 6), [2, 3]);
    const loss = (x: tf.Tensor) => tf.sum(tf.square(squaredError.perExample(x, targets, {})));
    expectGradient(loss, awayFromZero("outputs", 6), [2, 3], 2e-2);
  });

  it("cross-entropy of equal logits is the logarithm of the number of classes, at any size", () => {
    const x = tf.tensor2d([
      [0, 0, 0, 0],
      [3e8, 3e8, 3e8, 3e8],
    ]);
    const loss = crossEntropy.perExample(x, tf.tensor1d([1, 3], "int32"), { labelSmoothing: 0 });
    expect(loss.shape).toEqual([2]);
    expectClose(loss, [Math.log(4), Math.log(4)], 1e-6);
  });
});

it("every loss is in this table", () => {
  expect(Object.keys(losses)).toEqual(["cross_entropy", "squared_error"]);
});
