import * as tf from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import { beforeAll, describe, expect, it } from "vitest";
import * as nn from "../src/index.ts";

const decode = (written: unknown): nn.LayersConfig => {
  const parsed = Schema.decodeUnknownSync(nn.ModelConfig, { errors: "all", onExcessProperty: "error" })(
    written,
  );
  if ("uses" in parsed) throw new Error("expected layers");
  return parsed;
};

const config = decode({
  layers: [
    { dense: { units: 5, activation: "relu" } },
    { dropout: { rate: 0.5 } },
    { dense: { units: 4 } },
    { activation: "tanh" },
    { dense: { units: 3 } },
  ],
  loss: "cross_entropy",
});

const built = (given: nn.ModelConfig, ...rest: [ReadonlyArray<number>, nn.TargetDescription?]): nn.Model => {
  const result = nn.buildModel(given, ...rest);
  if ("problem" in result) throw new Error(result.problem.message);
  return result.model;
};

describe("buildModel", () => {
  beforeAll(() => nn.openEngine("wasm"));

  it("names params, fans and the activation that follows", () => {
    expect(built(config, [2, 1]).paramShapes).toEqual({
      "layers.0.weight": { shape: [2, 5], fanIn: 2, fanOut: 5, role: "weight", activation: "relu" },
      "layers.0.bias": { shape: [5], fanIn: 2, fanOut: 5, role: "bias", activation: "relu" },
      "layers.2.weight": { shape: [5, 4], fanIn: 5, fanOut: 4, role: "weight", activation: "tanh" },
      "layers.2.bias": { shape: [4], fanIn: 5, fanOut: 4, role: "bias", activation: "tanh" },
      "layers.4.weight": { shape: [4, 3], fanIn: 4, fanOut: 3, role: "weight", activation: "linear" },
      "layers.4.bias": { shape: [3], fanIn: 4, fanOut: 3, role: "bias", activation: "linear" },
    });
  });

  it("composes its layers and its loss", () => {
    const model = built(decode({ layers: [{ dense: { units: 2 } }], loss: "squared_error" }), [1]);
    const params = { "layers.0.weight": tf.tensor2d([[1, 2]]), "layers.0.bias": tf.tensor1d([0, 1]) };
    const outputs = model.apply(params, tf.tensor2d([[3]]), { training: false });
    expect([...outputs.dataSync()]).toEqual([3, 7]);
    expect([...model.loss(outputs, tf.tensor2d([[1, 6]])).dataSync()]).toEqual([2.5]);
  });

  it.each([
    [{ layers: ["flatten", { activation: "relu" }], loss: "cross_entropy" }, undefined, undefined],
    [{ layers: [{ activation: "relu" }], loss: "cross_entropy" }, undefined, "received [2, 2]"],
    [
      { layers: [{ dense: { units: 4 } }], loss: "cross_entropy" },
      { kind: "classes", count: 3 } as const,
      "expected 3 outputs, because the data has 3 classes, received 4",
    ],
    [
      { layers: [{ dense: { units: 3 } }], loss: "squared_error" },
      { kind: "classes", count: 3 } as const,
      "squared_error compares with values, but the data's target is classes",
    ],
    [
      { layers: [{ dense: { units: 1 } }], loss: "binary_cross_entropy" },
      { kind: "classes", count: 2 } as const,
      undefined,
    ],
    [
      { layers: [{ dense: { units: 3 } }], loss: "binary_cross_entropy" },
      { kind: "values", width: 3 } as const,
      undefined,
    ],
    [
      { layers: [{ dense: { units: 2 } }], loss: "binary_cross_entropy" },
      { kind: "classes", count: 2 } as const,
      "expected 1 output, because binary_cross_entropy tells the 2 classes apart by one, received 2",
    ],
    [
      { layers: [{ dense: { units: 1 } }], loss: "binary_cross_entropy" },
      { kind: "classes", count: 3 } as const,
      "binary_cross_entropy tells 2 classes apart, but the data has 3",
    ],
  ])("%j for %j: %s", (written, target, message) => {
    const result = nn.buildModel(decode(written), [2, 2], target);
    expect("problem" in result ? result.problem.message : undefined).toEqual(
      message === undefined ? undefined : expect.stringContaining(message),
    );
  });
});

describe("ModelConfig", () => {
  it("keeps its meaning through JSON", () => {
    const json = JSON.parse(JSON.stringify(Schema.encodeUnknownSync(nn.ModelConfig)(config)));
    expect(decode(json)).toEqual(config);
    expect(json.loss).toEqual({ cross_entropy: { label_smoothing: 0 } });
  });

  it("loses its noise and nothing else", () => {
    expect(nn.withoutNoise(config)).toEqual({
      ...config,
      layers: config.layers.map((layer) => ("dropout" in layer ? { dropout: { rate: 0 } } : layer)),
    });
  });

  it("names the exports it uses", () => {
    const names = nn.modelRows(config).map(({ name }) => name);
    expect(names).toEqual(["activation", "crossEntropy", "dense", "dropout", "linear", "relu", "tanh"]);
    for (const name of names) expect(nn).toHaveProperty(name);
  });

  it.each(Object.keys(nn.losses))("knows the exports of %s and of every activation", (loss) => {
    const layers = Object.keys(nn.activations).map((activation) => ({ activation }));
    const used = nn.modelRows(decode({ layers, loss }));
    expect(used).toHaveLength(layers.length + 2); // the layer kind `activation` and the loss
    for (const { name } of used) expect(nn).toHaveProperty(name);
  });

  it.each([
    { layers: [], loss: "cross_entropy" },
    { layers: [{ dense: { units: 3, activation: "rellu" } }], loss: "cross_entropy" },
    { layers: [{ dense: { units: 3, unit: 3 } }], loss: "cross_entropy" },
    { layers: ["flatten"], loss: { cross_entropy: { label_smoothing: 1 } } },
  ])("refuses %j", (written) => {
    expect(() => decode(written)).toThrow();
  });
});
