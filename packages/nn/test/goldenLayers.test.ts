/** Layers and weighted losses beside PyTorch's numbers. */
import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import { beforeAll, describe, expect, it } from "vitest";
import { chosen, crossEntropy, type Layer, type LayerKind, layers, oneOf, openEngine } from "../src/index.ts";

type Numbers = ReadonlyArray<number>;
interface Pass {
  readonly x: Numbers;
  readonly weight: Numbers;
  readonly y: Numbers;
  readonly dx: Numbers;
}
interface Affine {
  readonly scale: Numbers;
  readonly shift: Numbers;
}
interface AffineGradient {
  readonly dscale: Numbers;
  readonly dshift: Numbers;
}
interface Golden {
  readonly batch_norm: ReadonlyArray<
    Affine & {
      readonly shape: number[];
      readonly momentum: number;
      readonly epsilon: number;
      readonly steps: ReadonlyArray<
        Pass & AffineGradient & { readonly mean: Numbers; readonly variance: Numbers }
      >;
      readonly evaluation: { readonly x: Numbers; readonly y: Numbers };
    }
  >;
  readonly layer_norm: ReadonlyArray<
    Pass & Affine & AffineGradient & { readonly shape: number[]; readonly epsilon: number }
  >;
  readonly maxout: Pass & {
    readonly units: number;
    readonly pieces: number;
    readonly kernel: Numbers;
    readonly bias: Numbers;
    readonly dkernel: Numbers;
    readonly dbias: Numbers;
  };
  readonly amax: { readonly x: Numbers; readonly dx: Numbers };
  readonly softmax: Pass;
  readonly cross_entropy: ReadonlyArray<{
    readonly class_weights: Numbers;
    readonly label_smoothing: number;
    readonly x: Numbers;
    readonly y: Numbers;
    readonly loss: number;
    readonly dx: Numbers;
  }>;
}
const golden: Golden = JSON.parse(
  readFileSync(new URL("./fixtures/normalization.json", import.meta.url), "utf8"),
);

const make = (written: unknown, inputShape: ReadonlyArray<number>): Layer => {
  const { row, config } = chosen(layers, Schema.decodeUnknownSync(oneOf(layers))(written));
  const kind: LayerKind = row;
  const made = kind.make("layers.0", inputShape, config);
  if ("problem" in made) throw new Error(made.problem);
  return made;
};

const tensor = (values: Numbers, shape: number[]): tf.Tensor => tf.tensor([...values], shape);

const expectClose = (actual: tf.Tensor, expected: Numbers): void => {
  const values = [...actual.dataSync()];
  expect(values).toHaveLength(expected.length);
  for (const [at, value] of values.entries())
    expect(Math.abs(value - expected[at]!)).toBeLessThanOrEqual(2e-5 * (1 + Math.abs(expected[at]!)));
};

/** Gradients of Σ output · weight by each tensor. */
const gradientsOf = (f: (...given: tf.Tensor[]) => tf.Tensor, given: tf.Tensor[], weight: tf.Tensor) =>
  tf.grads((...values) => tf.sum(tf.mul(f(...values), weight)))(given);

describe.each(["wasm", "cpu"])("on %s", (engine) => {
  beforeAll(() => openEngine(engine));

  it.each(golden.batch_norm)("batch_norm of $shape: three iterations, then evaluation", (given) => {
    const { shape, momentum, epsilon } = given;
    const layer = make({ batch_norm: { momentum, epsilon } }, shape.slice(1));
    const features = [shape.at(-1)!];
    let statistics: Record<string, tf.Tensor> = {
      "layers.0.mean": tf.zeros(features),
      "layers.0.variance": tf.ones(features),
    };
    const affine = [tensor(given.scale, features), tensor(given.shift, features)];
    const applied = (
      [x, scale, shift]: tf.Tensor[],
      training: boolean,
      carried: Record<string, tf.Tensor> = {},
    ) =>
      layer.apply({ "layers.0.scale": scale!, "layers.0.shift": shift!, ...statistics }, x!, {
        training,
        carry: (name, value) => {
          carried[name] = value;
        },
      });
    for (const step of given.steps) {
      const carried: Record<string, tf.Tensor> = {};
      const inputs = [tensor(step.x, shape), ...affine];
      expectClose(applied(inputs, true, carried), step.y);
      const [dx, dscale, dshift] = gradientsOf(
        (...values) => applied(values, true),
        inputs,
        tensor(step.weight, shape),
      );
      expectClose(dx!, step.dx);
      expectClose(dscale!, step.dscale);
      expectClose(dshift!, step.dshift);
      expectClose(carried["layers.0.mean"]!, step.mean);
      expectClose(carried["layers.0.variance"]!, step.variance);
      statistics = carried;
    }
    const carried: Record<string, tf.Tensor> = {};
    expectClose(applied([tensor(given.evaluation.x, shape), ...affine], false, carried), given.evaluation.y);
    expect(carried).toEqual({});
  });

  it("batch_norm of one number a feature gives the shift, and a variance of 0", () => {
    const layer = make("batch_norm", [2]);
    const carried: Record<string, ReadonlyArray<number>> = {};
    const params = {
      "layers.0.scale": tf.tensor1d([2, 3]),
      "layers.0.shift": tf.tensor1d([0.5, -1]),
      "layers.0.mean": tf.zeros([2]),
      "layers.0.variance": tf.ones([2]),
    };
    const output = layer.apply(params, tf.tensor2d([[10, 20]]), {
      training: true,
      carry: (name, value) => {
        carried[name] = [...value.dataSync()];
      },
    });
    expectClose(output, [0.5, -1]);
    expect(carried["layers.0.mean"]).toEqual([1, 2]);
    for (const value of carried["layers.0.variance"]!) expect(value).toBeCloseTo(0.9, 6);
  });

  it.each(golden.layer_norm)("layer_norm of $shape", (given) => {
    const { shape, epsilon } = given;
    const layer = make({ layer_norm: { epsilon } }, shape.slice(1));
    const features = [shape.at(-1)!];
    const applied = (x: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor) =>
      layer.apply({ "layers.0.scale": scale, "layers.0.shift": shift }, x, { training: false });
    const inputs = [
      tensor(given.x, shape),
      tensor(given.scale, features),
      tensor(given.shift, features),
    ] as const;
    expectClose(applied(...inputs), given.y);
    const [dx, dscale, dshift] = gradientsOf(
      (x, scale, shift) => applied(x!, scale!, shift!),
      [...inputs],
      tensor(given.weight, shape),
    );
    expectClose(dx!, given.dx);
    expectClose(dscale!, given.dscale);
    expectClose(dshift!, given.dshift);
  });

  it("maxout", () => {
    const { units, pieces, ...given } = golden.maxout;
    const layer = make({ maxout: { units, pieces } }, [4]);
    const applied = (x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor) =>
      layer.apply({ "layers.0.weight": weight, "layers.0.bias": bias }, x, { training: false });
    const inputs = [tensor(given.x, [3, 4]), tensor(given.kernel, [4, 6]), tensor(given.bias, [6])] as const;
    expectClose(applied(...inputs), given.y);
    const weight = tensor(given.weight, [3, 3]);
    const [dx, dWeight, dBias] = gradientsOf((x, w, b) => applied(x!, w!, b!), [...inputs], weight);
    expectClose(dx!, given.dx);
    expectClose(dWeight!, given.dkernel);
    expectClose(dBias!, given.dbias);
  });

  it("equal largest numbers share the gradient", () => {
    const weight = tf.tensor1d([1, 3]);
    const [dx] = gradientsOf((x) => tf.max(x!, 1), [tensor(golden.amax.x, [2, 4])], weight);
    expectClose(dx!, golden.amax.dx);
  });

  it("softmax", () => {
    const layer = make({ activation: "softmax" }, [4]);
    const applied = (x: tf.Tensor) => layer.apply({}, x, { training: false });
    const x = tensor(golden.softmax.x, [3, 4]);
    expectClose(applied(x), golden.softmax.y);
    const [dx] = gradientsOf((given) => applied(given!), [x], tensor(golden.softmax.weight, [3, 4]));
    expectClose(dx!, golden.softmax.dx);
    expectClose(applied(tf.tensor2d([[1e30, 1e30, -1e30, 0]])), [0.5, 0.5, 0, 0]);
  });

  it.each(golden.cross_entropy)("cross-entropy with class weights, smoothing $label_smoothing", (given) => {
    const settings = { labelSmoothing: given.label_smoothing, classWeights: given.class_weights };
    const targets = tf.tensor1d([...given.y], "int32");
    const loss = (x: tf.Tensor) =>
      tf.div(
        tf.sum(crossEntropy.perExample(x, targets, settings)),
        tf.sum(crossEntropy.weights!(settings)!(targets)),
      );
    const { value, grad } = tf.valueAndGrad(loss)(tensor(given.x, [5, 3]));
    expectClose(value, [given.loss]);
    expectClose(grad, given.dx);
  });
});
