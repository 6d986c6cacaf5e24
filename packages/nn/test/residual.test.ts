import * as tf from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import { beforeAll, describe, expect, it } from "vitest";
import * as nn from "../src/index.ts";

const decode = (layers: unknown): nn.ModelConfig =>
  Schema.decodeUnknownSync(nn.ModelConfig, { errors: "all", onExcessProperty: "error" })({
    layers,
    loss: "squared_error",
  });

const built = (layers: unknown, inputShape: ReadonlyArray<number>) =>
  nn.buildModel(decode(layers), inputShape);

const modelOf = (layers: unknown, inputShape: ReadonlyArray<number>): nn.Model => {
  const result = built(layers, inputShape);
  if ("problem" in result) throw new Error(result.problem.message);
  return result.model;
};

const nested = [
  { dense: { units: 3 } },
  {
    residual: [
      { dense: { units: 4 } },
      { activation: "tanh" },
      { dropout: { rate: 0.5 } },
      { residual: { layers: ["batch_norm", { gaussian_noise: { std: 1 } }], zero_init: true } },
    ],
  },
  { dense: { units: 1 } },
];

beforeAll(() => nn.openEngine("wasm"));

describe("residual", () => {
  it("names what is in its branch by its place, and the activation that follows", () => {
    const { paramShapes } = modelOf(nested, [2]);
    expect(Object.keys(paramShapes)).toEqual([
      "layers.0.weight",
      "layers.0.bias",
      "layers.1.layers.0.weight",
      "layers.1.layers.0.bias",
      "layers.1.layers.3.layers.0.scale",
      "layers.1.layers.3.layers.0.shift",
      "layers.1.layers.3.layers.0.mean",
      "layers.1.layers.3.layers.0.variance",
      "layers.1.projection",
      "layers.2.weight",
      "layers.2.bias",
    ]);
    expect(paramShapes["layers.1.layers.0.weight"]?.activation).toBe("tanh");
    expect(paramShapes["layers.1.layers.3.layers.0.scale"]?.start).toBe(0);
    expect(paramShapes["layers.1.projection"]).toMatchObject({ shape: [3, 4], role: "weight", fanIn: 3 });
  });

  it("is followed by an activation that those before a normalization in its branch do not see", () => {
    const branch = [{ dense: { units: 4 } }, "layer_norm", { dense: { units: 2, activation: "tanh" } }];
    const { paramShapes } = modelOf([{ residual: branch }, { activation: "relu" }], [2]);
    expect(paramShapes["layers.0.layers.0.weight"]?.activation).toBe("linear");
    expect(paramShapes["layers.0.layers.2.weight"]?.activation).toBe("tanh");
  });

  it("adds the branch to its input", () => {
    const { apply } = modelOf([{ residual: [{ dense: { units: 2 } }] }], [2]);
    const params = {
      "layers.0.layers.0.weight": tf.tensor2d([1, 2, 3, 4], [2, 2]),
      "layers.0.layers.0.bias": tf.tensor1d([0.5, 0]),
    };
    const seen: string[] = [];
    const outputs = apply(params, tf.tensor2d([[10, 20]]), {
      training: false,
      observe: (name, kind) => seen.push(`${name} ${kind}`),
    });
    expect([...outputs.dataSync()]).toEqual([10 + 70.5, 20 + 100]);
    expect(seen).toEqual([
      "layers.0.layers.0 preactivation",
      "layers.0.layers.0 activation",
      "layers.0 activation",
    ]);
  });

  it("projects images by the stride that they lost", () => {
    const layers = [
      { residual: [{ conv2d: { filters: 2, kernel: 3, stride: 2, padding: "same" } }] },
      "flatten",
    ];
    const model = modelOf(layers, [3, 3, 1]);
    expect(model.outputShape).toEqual([8]);
    const params = Object.fromEntries(
      Object.entries(model.paramShapes).map(([name, { shape }]) => [
        name,
        name === "layers.0.projection" ? tf.tensor4d([1, -1], [1, 1, 1, 2]) : tf.zeros([...shape]),
      ]),
    );
    const outputs = model.apply(params, tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]), {
      training: false,
    });
    expect([...outputs.dataSync()]).toEqual([1, -1, 3, -3, 7, -7, 9, -9]);
  });

  it("is the identity at its start with zero_init, and says where that cannot be", () => {
    const shapes = modelOf([{ residual: { layers: ["layer_norm"], zero_init: true } }], [3]).paramShapes;
    expect(shapes["layers.0.layers.0.scale"]?.start).toBe(0);
    const result = built([{ residual: { layers: [{ dense: { units: 3 } }], zero_init: true } }], [3]);
    expect(result).toMatchObject({ problem: { path: ["layers", 0, "residual", "zero_init"] } });
  });

  it.each<[unknown, ReadonlyArray<number>, ReadonlyArray<string | number>, string]>([
    [["flatten"], [2, 2], ["layers", 0, "residual"], "can be added to its input [2, 2], received [4]"],
    [
      [{ reshape: { shape: [4, 1] } }],
      [2, 2],
      ["layers", 0, "residual"],
      "can be added to its input [2, 2], received [4, 1]",
    ],
    [
      ["flatten", { residual: [{ reshape: { shape: [3] } }] }],
      [2, 2],
      ["layers", 0, "residual", 1, "residual", 0, "reshape", "shape"],
      "expected a shape of 4 numbers",
    ],
  ])("%j of %j is a problem in its place", (branch, inputShape, path, message) => {
    const result = built([{ residual: branch }], inputShape);
    if (!("problem" in result)) throw new Error("expected a problem");
    expect(result.problem.path).toEqual(path);
    expect(result.problem.message).toContain(message);
  });

  it("loses the noise of its branch, keeps its form through JSON, and names what it uses", () => {
    const config = decode(nested);
    const json = JSON.parse(JSON.stringify(Schema.encodeUnknownSync(nn.ModelConfig)(config)));
    expect(Schema.decodeUnknownSync(nn.ModelConfig)(json)).toEqual(config);
    const text = JSON.stringify(nn.withoutNoise(config));
    expect(text).toBe(JSON.stringify(config).replace('"rate":0.5', '"rate":0').replace('"std":1', '"std":0'));
    const names = nn.modelRows(config).map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(["residual", "batchNorm", "gaussianNoise", "dropout", "tanh", "dense"]),
    );
    for (const name of names) expect(nn).toHaveProperty(name);
  });

  it.each([
    [[]],
    [[{ residual: [{ dense: { unit: 3 } }] }]],
    [[{ residual: { layers: ["flatten"], zero: true } }]],
    [[{ residual: { zero_init: true } }]],
  ])("%j is refused", (branch) => {
    expect(() => decode([{ residual: branch }])).toThrow();
  });
});

describe.each(["wasm", "cpu"])("gaussian_noise on %s", (engine) => {
  beforeAll(() => nn.openEngine(engine));

  it("adds the numbers of normals, while training alone", () => {
    const { apply } = modelOf([{ gaussian_noise: { std: 0.5 } }], [51]);
    const key = tf.tensor1d(nn.noiseKey(nn.stream(1, "train/dropout"), 2, 3), "int32");
    const expected = nn.normals(nn.stream(1, "train/dropout/layers.0"), 102, 2, 3);
    const output = apply({}, tf.ones([2, 51]), { training: true, key }).dataSync();
    for (const [at, value] of output.entries()) expect(value).toBeCloseTo(1 + 0.5 * expected[at]!, 5);
    const quiet = apply({}, tf.ones([2, 51]), { training: false });
    expect([...quiet.dataSync()]).toEqual(Array(102).fill(1));
    expect(() => apply({}, tf.ones([2, 51]), { training: true })).toThrow(
      "layers.0: gaussian_noise needs a key",
    );
  });
});

it("class_weights fit the classes, and balanced is made of the training labels", () => {
  const of = (weights: unknown) =>
    Schema.decodeUnknownSync(nn.ModelConfig)({
      layers: [{ dense: { units: 3 } }],
      loss: { cross_entropy: { class_weights: weights } },
    });
  const target = { kind: "classes", count: 3 } as const;
  expect(nn.buildModel(of([1, 2]), [2], target)).toEqual({
    problem: {
      path: ["loss", "cross_entropy", "class_weights"],
      message: "expected 3 weights, one for each class, received 2",
    },
  });
  expect(nn.buildModel(of("balanced"), [2], target)).toHaveProperty("model");
  const { loss } = of("balanced");
  expect(nn.resolveLoss(loss, Int32Array.of(0, 0, 0, 1, 1, 1, 1, 1), 3)).toEqual({
    cross_entropy: { labelSmoothing: 0, classWeights: [8 / 9, 8 / 15, 8 / 3] },
  });
  expect(nn.resolveLoss(loss, undefined, 0)).toEqual(loss);
});
