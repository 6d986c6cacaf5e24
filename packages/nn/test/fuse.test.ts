/** Which calls of a step become one: what the kernels record is what the tables of fusions name. */
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { foldConstants } from "../src/engines/wasm/foldConstants.ts";
import { fuse } from "../src/engines/wasm/fuse.ts";
import { trace } from "../src/engines/wasm/traced.ts";
import { WasmBackend } from "../src/engines/wasm/WasmBackend.ts";
import { openEngine } from "../src/index.ts";
import { adamUpdate } from "../src/kernels/adam.ts";
import { affine } from "../src/kernels/affine.ts";
import { batchNorm } from "../src/kernels/batchNorm.ts";
import { convolution, depthwiseConvolution } from "../src/kernels/convolution.ts";
import { reluGradient } from "../src/kernels/reluGradient.ts";

beforeAll(async () => {
  await openEngine("wasm");
});

type Step = (inputs: ReadonlyArray<tf.Tensor>) => tf.Tensor;

/** The kernels that a replay of the step would call, for inputs of these shapes. */
const kernelsOf = (step: Step, shapes: ReadonlyArray<ReadonlyArray<number>>): ReadonlyArray<string> => {
  const backend = tf.backend();
  if (!(backend instanceof WasmBackend)) throw new Error("the engine wasm is not open");
  const inputs = shapes.map((shape) => tf.ones([...shape]));
  const { outputs, traced } = trace(backend, inputs, () => ({ out: step(inputs) }), "probe");
  tf.dispose([inputs, outputs]);
  const { calls } = foldConstants(traced.calls, traced.constants, traced.outputs, new Set(traced.outputs));
  return fuse(calls, traced.outputs).map(({ kernel }) => kernel);
};

const matrix = [4, 4];
const line = [4];
const norm = (x: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor) => batchNorm(x, scale, shift, 1e-3)[0];
const gradient = (of: Step): Step => {
  const sums = (...inputs: Array<tf.Tensor>): tf.Tensor => tf.sum(tf.square(of(inputs)));
  return (inputs) =>
    tf.addN(
      tf
        .grads(sums)([...inputs])
        .map((each) => tf.sum(each)),
    );
};

it.each<[string, Step, ReadonlyArray<ReadonlyArray<number>>, ReadonlyArray<string>]>([
  ["a product and relu", ([x, w, b]) => tf.relu(affine(x!, w!, b!)), [matrix, matrix, line], ["product"]],
  [
    "a product, to a factor, and a sum",
    ([x, y, factor]) => tf.add(x!, tf.mul(y!, factor!)),
    [line, line, []],
    ["addScaled"],
  ],
  [
    "Adam's update and the weight's step",
    ([gradient, sum, squares, weight, factor]) => {
      const factors = { beta1: factor!, beta2: factor!, scale: factor!, epsilon: factor! };
      const [update] = adamUpdate({ gradient: gradient!, sum: sum!, squares: squares! }, factors);
      return tf.add(weight!, tf.mul(update, factor!));
    },
    [line, line, line, line, []],
    ["adamStep"],
  ],
  [
    "a normalization and relu",
    ([x, scale, shift]) => tf.relu(norm(x!, scale!, shift!)),
    [matrix, line, line],
    ["batchNormRelu"],
  ],
  [
    "a normalization, a shortcut and relu",
    ([x, scale, shift, beside]) => tf.relu(tf.add(norm(x!, scale!, shift!), beside!)),
    [matrix, line, line, matrix],
    ["batchNormAddRelu"],
  ],
  [
    "the sum of two gradients and that of relu",
    ([a, b, y]) => reluGradient(tf.add(a!, b!), y!),
    [matrix, matrix, matrix],
    ["addReluGradient"],
  ],
])("%s are one call", (_title, step, shapes, expected) => {
  expect(kernelsOf(step, shapes)).toEqual(expected);
});

it("the gradient of relu goes into that of the normalization before it", () => {
  const kernels = kernelsOf(
    gradient(([x, scale, shift]) => tf.relu(norm(x!, scale!, shift!))),
    [matrix, line, line],
  );
  expect(kernels).toContain("batchNormReluGradient");
  expect(kernels).not.toContain("reluGradient");
});

it.each([
  ["a convolution", convolution, [3, 3, 3, 5], ["convolutionInput", "convolutionFilter"]],
  ["Winograd's convolution", convolution, [3, 3, 16, 16], ["winograd", "winogradFilter"]],
  ["a depthwise convolution", depthwiseConvolution, [3, 3, 5, 1], ["depthwiseInput", "depthwiseFilter"]],
] as const)("a pool takes the gradient of relu for %s before it", (_title, own, filter, readers) => {
  const settings = { strides: [1, 1], dilations: [1, 1], padding: "same", relu: true } as const;
  const bias = own === depthwiseConvolution ? filter[2] * filter[3] : filter[3];
  const kernels = kernelsOf(
    gradient(([x, w, b]) => tf.maxPool(own(x!, w!, b!, settings) as tf.Tensor4D, 2, 2, "valid")), // of four axes
    [[2, 8, 8, filter[2]], filter, [bias]],
  );
  expect(kernels).toEqual(expect.arrayContaining(["maxPoolReluGradient", "biasGradient", ...readers]));
  expect(kernels).not.toContain("biasReluGradient");
});

it("what is read twice stays a call of its own", () => {
  const twice: Step = ([x, w, b]) => {
    const sums = affine(x!, w!, b!);
    return tf.mul(tf.relu(sums), sums);
  };
  expect(kernelsOf(twice, [matrix, matrix, line])).toEqual(["product", "relu", "multiply"]);
});
