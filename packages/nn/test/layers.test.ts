import * as tf from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import { beforeAll, describe, expect, it } from "vitest";
import {
  activations,
  chosen,
  type Layer,
  type LayerKind,
  layers,
  type Mode,
  noiseKey,
  oneOf,
  openEngine,
  type Params,
  stream,
  uniforms,
} from "../src/index.ts";
import { awayFromZero, expectGradient } from "./gradients.ts";

const make = (written: unknown, inputShape: ReadonlyArray<number>): Layer => {
  const { row, config } = chosen(layers, Schema.decodeUnknownSync(oneOf(layers))(written));
  const kind: LayerKind = row;
  const made = kind.make("layers.0", inputShape, config);
  if ("problem" in made) throw new Error(made.problem);
  return made;
};

const paramsOf = (layer: Layer): Params =>
  Object.fromEntries(
    Object.entries(layer.params).map(([name, { shape }]) => {
      const size = shape.reduce((product, length) => product * length, 1);
      return [name, tf.tensor(awayFromZero(name, size), [...shape])];
    }),
  );

const trainingMode = (): Mode => ({
  training: true,
  key: tf.tensor1d(noiseKey(stream(1, "train/dropout"), 0, 0), "int32"),
});

interface Row {
  readonly written: unknown;
  readonly inputShape: ReadonlyArray<number>;
  readonly outputShape: ReadonlyArray<number>;
  readonly parameters: number;
}

/** One row a layer kind and, for dense, an activation. */
const table: ReadonlyArray<Row> = [
  ...Object.keys(activations).map((activation) => ({
    written: { dense: { units: 3, activation } },
    inputShape: [4],
    outputShape: [3],
    parameters: 15,
  })),
  { written: { dense: { units: 2 } }, inputShape: [2, 2, 1], outputShape: [2], parameters: 10 },
  {
    written: { conv2d: { filters: 3, kernel: 2, stride: [2, 1], activation: "tanh" } },
    inputShape: [3, 3, 2],
    outputShape: [2, 3, 3],
    parameters: 27,
  },
  {
    written: { depthwise_conv2d: { kernel: 2, multiplier: 2, dilation: 2, padding: "valid" } },
    inputShape: [4, 3, 2],
    outputShape: [2, 1, 4],
    parameters: 20,
  },
  {
    written: { separable_conv2d: { filters: 3, kernel: [1, 2], bias: false } },
    inputShape: [3, 2, 2],
    outputShape: [3, 2, 3],
    parameters: 10,
  },
  { written: "max_pool", inputShape: [4, 5, 2], outputShape: [2, 2, 2], parameters: 0 },
  {
    written: { average_pool: { size: 3, stride: 1 } },
    inputShape: [4, 3, 2],
    outputShape: [2, 1, 2],
    parameters: 0,
  },
  { written: "global_average_pool", inputShape: [2, 3, 2], outputShape: [2], parameters: 0 },
  { written: { dropout: { rate: 0.4 } }, inputShape: [5], outputShape: [5], parameters: 0 },
  { written: "batch_norm", inputShape: [3], outputShape: [3], parameters: 12 },
  { written: "batch_norm", inputShape: [2, 2, 5], outputShape: [2, 2, 5], parameters: 20 },
  { written: "layer_norm", inputShape: [4], outputShape: [4], parameters: 8 },
  { written: "layer_norm", inputShape: [3, 4], outputShape: [3, 4], parameters: 8 },
  { written: { maxout: { units: 3, pieces: 2 } }, inputShape: [2, 2], outputShape: [3], parameters: 30 },
  { written: { gaussian_noise: { std: 0.3 } }, inputShape: [5], outputShape: [5], parameters: 0 },
  { written: { reshape: { shape: [3, 2] } }, inputShape: [6], outputShape: [3, 2], parameters: 0 },
  {
    written: { residual: [{ dense: { units: 4, activation: "tanh" } }, { dense: { units: 3 } }] },
    inputShape: [3],
    outputShape: [3],
    parameters: 31,
  },
  { written: { residual: [{ dense: { units: 4 } }] }, inputShape: [3], outputShape: [4], parameters: 28 },
  {
    written: { residual: { layers: [{ dense: { units: 3 } }, "layer_norm"], zero_init: true } },
    inputShape: [3],
    outputShape: [3],
    parameters: 18,
  },
  {
    written: { residual: [{ conv2d: { filters: 2, kernel: 3, stride: 2, padding: "same" } }] },
    inputShape: [5, 4, 3],
    outputShape: [3, 2, 2],
    parameters: 62,
  },
  { written: "flatten", inputShape: [2, 3, 1], outputShape: [6], parameters: 0 },
  { written: { lstm: { units: 2 } }, inputShape: [3, 2], outputShape: [2], parameters: 40 },
  {
    written: { lstm: { units: 2, output: "sequence" } },
    inputShape: [2, 2],
    outputShape: [2, 2],
    parameters: 40,
  },
  { written: { gru: { units: 3 } }, inputShape: [2], outputShape: [3], parameters: 48 },
  { written: { simple_rnn: { units: 3 } }, inputShape: [3, 2], outputShape: [3], parameters: 18 },
  ...Object.keys(activations).map((activation) => ({
    written: { activation },
    inputShape: [4],
    outputShape: [4],
    parameters: 0,
  })),
];

it("every layer has its row here", () => {
  const named = table.map(({ written }) =>
    typeof written === "string" ? written : Object.keys(Object(written))[0],
  );
  // the inputs of an embedding are indices, without a gradient: recurrentLayers.test.ts
  expect([...new Set([...named, "embedding"])].toSorted()).toEqual(Object.keys(layers).toSorted());
});

describe.each(["wasm", "cpu"])("on %s", (engine) => {
  beforeAll(() => openEngine(engine));

  describe.each(table)("$written of $inputShape", ({ written, inputShape, outputShape, parameters }) => {
    const size = 2 * inputShape.reduce((product, length) => product * length, 1);

    it("has the promised shapes", () => {
      const layer = make(written, inputShape);
      const output = layer.apply(paramsOf(layer), tf.ones([2, ...inputShape]), trainingMode());
      const shapes = Object.values(layer.params).map(({ shape }) =>
        shape.reduce((product, length) => product * length, 1),
      );
      expect(layer.outputShape).toEqual(outputShape);
      expect(output.shape).toEqual([2, ...outputShape]);
      expect(shapes.reduce((sum, count) => sum + count, 0)).toBe(parameters);
    });

    it("has the gradients of finite differences", () => {
      const layer = make(written, inputShape);
      const params = paramsOf(layer);
      const input = awayFromZero("input", size);
      const scalar = (values: Params, x: tf.Tensor) =>
        tf.sum(tf.square(layer.apply(values, x, trainingMode())));
      expectGradient((x) => scalar(params, x), input, [2, ...inputShape], 2e-2);
      for (const [name, param] of Object.entries(params)) {
        if (layer.params[name]?.role === "statistic") continue; // never trained
        const values = Float32Array.from(param.dataSync());
        const x = tf.tensor(input, [2, ...inputShape]);
        expectGradient((changed) => scalar({ ...params, [name]: changed }, x), values, param.shape, 2e-2);
      }
    });
  });

  it("dense computes activation(x W + b) and shows both sides of the activation", () => {
    const layer = make({ dense: { units: 2, activation: "relu" } }, [2]);
    const params = {
      "layers.0.weight": tf.tensor2d([
        [1, 2],
        [3, -4],
      ]),
      "layers.0.bias": tf.tensor1d([0.5, -0.5]),
    };
    const seen: unknown[] = [];
    const mode: Mode = {
      training: false,
      observe: (name, kind, value) => seen.push([name, kind, ...value.dataSync()]),
    };
    expect([...layer.apply(params, tf.tensor2d([[1, 1]]), mode).dataSync()]).toEqual([4.5, 0]);
    expect(seen).toEqual([
      ["layers.0", "preactivation", 4.5, -2.5],
      ["layers.0", "activation", 4.5, 0],
    ]);
  });

  it("dense lets NaN through its activation", () => {
    for (const activation of Object.keys(activations)) {
      const layer = make({ dense: { units: 1, activation } }, [2]);
      const [output] = layer
        .apply(paramsOf(layer), tf.tensor2d([[Number.NaN, 1]]), { training: false })
        .dataSync();
      expect(output, activation).toBeNaN();
    }
  });

  const e = Math.E;
  /** Written, at -2, 0 and 1.5. GELU and SiLU as in PyTorch's documentation of them, by tables of Φ. */
  const curves: ReadonlyArray<readonly [unknown, ReadonlyArray<number>, slopeAtZero: number]> = [
    ["linear", [-2, 0, 1.5], 1],
    ["relu", [0, 0, 1.5], 0],
    ["leaky_relu", [-0.02, 0, 1.5], 0.01],
    [{ leaky_relu: { negative_slope: 0.2 } }, [-0.4, 0, 1.5], 0.2],
    ["elu", [e ** -2 - 1, 0, 1.5], 1],
    [{ elu: { alpha: 2 } }, [2 * (e ** -2 - 1), 0, 1.5], 2],
    ["selu", [-1.5201664, 0, 1.576051481], 1.758099341],
    ["gelu", [-2 * 0.0227501319, 0, 1.5 * 0.9331927987], 0.5],
    ["silu", [-2 / (1 + e ** 2), 0, 1.5 / (1 + e ** -1.5)], 0.5],
    ["tanh", [-0.9640275801, 0, 0.9051482536], 1],
    ["sigmoid", [1 / (1 + e ** 2), 0.5, 1 / (1 + e ** -1.5)], 0.25],
    ["softmax", [e ** -2, 1, e ** 1.5].map((power) => power / (e ** -2 + 1 + e ** 1.5)), 0],
  ];
  it.each(curves)("%j has the values and the slope at 0 of PyTorch", (written, expected, slopeAtZero) => {
    const layer = make({ activation: written }, [3]);
    const f = (x: tf.Tensor) => layer.apply({}, x, trainingMode());
    const x = tf.tensor2d([[-2, 0, 1.5]]);
    for (const [at, value] of f(x).dataSync().entries()) expect(value).toBeCloseTo(expected[at]!, 6);
    expect(
      tf
        .grad((given) => tf.mul(f(given), 1))(x)
        .dataSync()[1],
    ).toBeCloseTo(slopeAtZero, 6);
  });

  it("every activation has its curve here", () => {
    const named = curves.map(([written]) =>
      typeof written === "string" ? written : Object.keys(Object(written))[0],
    );
    expect([...new Set(named)]).toEqual(expect.arrayContaining(Object.keys(activations)));
  });

  it("dropout drops what uniforms says and scales the rest", () => {
    const layer = make({ dropout: { rate: 0.25 } }, [50]);
    const expected = uniforms(stream(1, "train/dropout/layers.0"), 100).map((u) => (u >= 0.25 ? 4 / 3 : 0));
    const output = layer.apply({}, tf.ones([2, 50]), trainingMode()).dataSync();
    for (const [index, value] of output.entries()) expect(value).toBeCloseTo(expected[index]!, 6);
    expect([...layer.apply({}, tf.ones([2, 50]), { training: false }).dataSync()]).toEqual(
      Array(100).fill(1),
    );
    expect(() => layer.apply({}, tf.ones([2, 50]), { training: true })).toThrow(
      "layers.0: dropout needs a key",
    );
  });
});

it.each([
  { dropout: { rate: 1 } },
  { dropout: { rate: -0.1 } },
  { dense: { units: 0 } },
  { dense: { units: 1.5 } },
])("%j is refused", (written) => {
  expect(() => make(written, [2])).toThrow();
});
