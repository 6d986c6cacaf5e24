import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import {
  absoluteError,
  binaryCrossEntropy,
  crossEntropy,
  hinge,
  huber,
  losses,
  openEngine,
  squaredError,
} from "../src/index.ts";
import { awayFromZero, expectGradient } from "./gradients.ts";

interface Case {
  readonly id: string;
  readonly params: { readonly label_smoothing?: number; readonly pos_weight?: number };
  readonly input: { readonly x: number[][] | number[]; readonly y: number[] };
  readonly expected: { readonly loss: number; readonly dloss_dx: number[][] | number[] };
  readonly tol: { readonly f32: number };
}
const cases: ReadonlyArray<Case> = JSON.parse(
  readFileSync(new URL("./fixtures/losses.json", import.meta.url), "utf8"),
);

const column = (values: number[]): tf.Tensor => tf.tensor2d(values, [values.length, 1]);

const binary = (x: tf.Tensor, { params, input }: Case): tf.Tensor =>
  binaryCrossEntropy.perExample(tf.reshape(x, [-1, 1]), column(input.y), {
    posWeight: params.pos_weight ?? 1,
  });

/** The mean loss of a case's outputs. */
const offered: Record<string, (x: tf.Tensor, given: Case) => tf.Tensor> = {
  "loss/cross-entropy-smoothing": (x, { params, input }) =>
    crossEntropy.perExample(x, tf.tensor1d(input.y, "int32"), { labelSmoothing: params.label_smoothing! }),
  "loss/mse": (x, { input }) => squaredError.perExample(tf.reshape(x, [-1, 1]), column(input.y), {}),
  "loss/mae": (x, { input }) => absoluteError.perExample(tf.reshape(x, [-1, 1]), column(input.y), {}),
  "loss/bce-with-logits": binary,
  "loss/bce-pos-weight": binary,
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
    it(`${given.id}: value and gradient`, () => {
      const f = (x: tf.Tensor) => tf.mean(offered[given.id]!(x, given));
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

  /** By the formulas of PyTorch's HuberLoss and of cs231n, on paper. */
  const byHand: Record<string, readonly [loss: () => tf.Tensor, expected: ReadonlyArray<number>]> = {
    "huber, delta 1": [
      () =>
        huber.perExample(
          tf.tensor2d([
            [0.5, 3],
            [-1, 1e8],
          ]),
          tf.zeros([2, 2]),
          { delta: 1 },
        ),
      [(0.125 + 2.5) / 2, (0.5 + 1e8) / 2],
    ],
    "huber, delta 2": [
      () => huber.perExample(tf.tensor2d([[-1], [5]]), tf.zeros([2, 1]), { delta: 2 }),
      [0.5, 8],
    ],
    "hinge, the cats of cs231n": [
      () =>
        hinge.perExample(
          tf.tensor2d([
            [3.2, 5.1, -1.7],
            [1.3, 4.9, 2],
            [2.2, 2.5, -3.1],
          ]),
          tf.tensor1d([0, 1, 2], "int32"),
          {},
        ),
      [2.9, 0, 12.9],
    ],
    "binary cross-entropy of classes": [
      () =>
        binaryCrossEntropy.perExample(tf.tensor2d([[0], [0], [30]]), tf.tensor1d([0, 1, 1], "int32"), {
          posWeight: 2,
        }),
      [Math.LN2, 2 * Math.LN2, 2 * Math.log1p(Math.exp(-30))],
    ],
    "binary cross-entropy of several outputs": [
      () => binaryCrossEntropy.perExample(tf.tensor2d([[0, -2]]), tf.tensor2d([[0.5, 0]]), { posWeight: 1 }),
      [(Math.LN2 + Math.log1p(Math.exp(-2))) / 2],
    ],
  };
  it.each(Object.entries(byHand))("%s", (_name, [loss, expected]) => {
    expectClose(loss(), expected, 1e-6);
  });

  it("a confident logit keeps a loss above 0", () => {
    const loss = binaryCrossEntropy.perExample(tf.tensor2d([[30]]), tf.tensor2d([[1]]), { posWeight: 1 });
    expect(loss.dataSync()[0]! / Math.exp(-30)).toBeCloseTo(1, 4);
  });

  const values = (shape: [number, number]) => tf.tensor2d(awayFromZero("targets", 6), shape);
  const smooth: Record<string, (x: tf.Tensor) => tf.Tensor> = {
    absolute_error: (x) => absoluteError.perExample(x, values([2, 3]), {}),
    huber: (x) => huber.perExample(x, values([2, 3]), { delta: 0.7 }),
    hinge: (x) => hinge.perExample(x, tf.tensor1d([2, 0], "int32"), {}),
    binary_cross_entropy: (x) =>
      binaryCrossEntropy.perExample(x, tf.sigmoid(values([2, 3])), { posWeight: 3 }),
  };
  it.each(Object.entries(smooth))("%s has the gradient of finite differences", (_name, loss) => {
    expectGradient((x) => tf.sum(tf.square(loss(x))), awayFromZero("outputs", 6), [2, 3], 2e-2);
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
  expect(Object.keys(losses)).toEqual([
    "cross_entropy",
    "binary_cross_entropy",
    "hinge",
    "squared_error",
    "absolute_error",
    "huber",
  ]);
});
