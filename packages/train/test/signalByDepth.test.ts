/** How the signal passes ten layers of 500: measured numbers of the schemes, and LSUV's. */
import { InitConfig, initialWeights } from "@attune/init";
import {
  buildModel,
  downloadTensors,
  ModelConfig,
  normals,
  openEngine,
  type Slice,
  stream,
  uploadTensors,
} from "@attune/nn";
import { dispose, tensor } from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import { describe, expect, it } from "vitest";
import { measureVariances } from "../src/measureVariances.ts";
import { observed } from "../src/observed.ts";
import spread from "./fixtures/activation-spread.json" with { type: "json" };

const WIDTH = 500;
const EXAMPLES = 1000;

const slice: Slice = {
  size: EXAMPLES,
  inputShape: [WIDTH],
  inputs: normals(stream(2, "inputs"), EXAMPLES * WIDTH),
  labels: undefined,
  values: new Float32Array(EXAMPLES),
  targetWidth: 1,
};

const network = async (activation: string, init: object, depth = 10) => {
  const engine = await openEngine("wasm");
  const layers = Array.from({ length: depth }, () => ({ dense: { units: WIDTH, activation } }));
  const config = Schema.decodeUnknownSync(ModelConfig)({ layers, loss: "squared_error" });
  const built = buildModel(config, [WIDTH]);
  if ("problem" in built) throw new Error(built.problem.message);
  const { model } = built;
  const weights = initialWeights(model.paramShapes, Schema.decodeUnknownSync(InitConfig)(init), 1, {
    measure: measureVariances(engine, model, slice),
    prior: { kind: "values", means: [0] },
  });
  return { engine, model, ...weights };
};

const stdOf = (values: Float32Array | Int32Array): number => {
  let [sum, squares] = [0, 0];
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  return Math.sqrt(squares / values.length - mean * mean);
};

const stdsOf = async (activation: string, init: object) => {
  const { engine, model, values } = await network(activation, init);
  const given = {
    params: uploadTensors(values),
    inputs: tensor(slice.inputs, [EXAMPLES, WIDTH]),
    key: tensor([0, 0, 0, 0], [4], "int32"),
  };
  const layers = engine.compile(
    ({ params, inputs, key }: typeof given) => observed(model, params, inputs, key).activation,
  )(given);
  const outputs = downloadTensors(layers);
  dispose([given, layers]);
  return Object.values(outputs).map(({ data }) => stdOf(data));
};

describe("standard deviation of the activations, layer by layer", () => {
  it.each(spread.rows)("$activation, $scheme", async ({ activation, init, stds, deviations }) => {
    const measured = await stdsOf(activation, init);
    expect(measured).toHaveLength(10);
    measured.forEach((std, at) => {
      // where the spread over seeds was not told: of a wide ReLU layer Var(q')/q² = 5/n, so the std's grows by half of that
      const share = at / 9;
      const deviation = deviations
        ? deviations[0]! * (1 - share) + deviations[1]! * share
        : (stds[at]! * Math.sqrt((5 * at) / WIDTH)) / 2;
      expect(Math.abs(std - stds[at]!), `layer ${at + 1}: ${std}`).toBeLessThan(
        3 * deviation + 0.005 * stds[at]! + 1e-6,
      );
    });
  });
});

describe("LSUV", () => {
  it.each([
    ["relu", 0.43, 0.54],
    ["tanh", 0.38, 0.41],
  ] as const)("of %s: one division a layer, none in the first, variance 1", async (activation, low, high) => {
    const { lsuv } = await network(activation, { weights: { lsuv: { batch: EXAMPLES } } }, 4);
    expect(lsuv.map(({ iterations }) => iterations)).toEqual([0, 1, 1, 1]);
    expect(lsuv[0]!.before).toBeCloseTo(1, 1);
    for (const { before, after } of lsuv.slice(1)) {
      expect(before).toBeGreaterThan(low);
      expect(before).toBeLessThan(high);
      expect(Math.abs(after! - 1)).toBeLessThan(1e-4);
    }
  });
});

/** Small networks of other layers than dense, on random pictures [8, 8, 2]. */
const pictures: Slice = {
  size: 64,
  inputShape: [8, 8, 2],
  inputs: normals(stream(3, "pictures"), 64 * 8 * 8 * 2),
  labels: undefined,
  values: new Float32Array(64),
  targetWidth: 1,
};

describe("LSUV of", () => {
  it.each([
    ["conv2d", [{ conv2d: { filters: 6, kernel: 3, activation: "relu" } }]],
    ["separable_conv2d", [{ separable_conv2d: { filters: 6, kernel: 3, activation: "tanh" } }]],
    ["depthwise_conv2d", [{ depthwise_conv2d: { kernel: 3, activation: "sigmoid" } }]],
    ["maxout", [{ maxout: { units: 12, pieces: 3 } }]],
    ["batch_norm", [{ conv2d: { filters: 4, kernel: 3 } }, { batch_norm: {} }, { activation: "relu" }]],
    ["lstm", [{ lstm: { units: 7 } }]],
    ["gru", [{ gru: { units: 7, output: "sequence" } }, { simple_rnn: { units: 5 } }]],
    ["residual", [{ residual: [{ conv2d: { filters: 2, kernel: 3, padding: "same", activation: "elu" } }] }]],
  ])("%s gives variance 1 in few divisions", async (_, kinds) => {
    const engine = await openEngine("wasm");
    const layers = [...kinds, { dense: { units: 9, activation: "gelu" } }, { dense: { units: 1 } }];
    const config = Schema.decodeUnknownSync(ModelConfig)({ layers, loss: "squared_error" });
    const built = buildModel(config, pictures.inputShape);
    if ("problem" in built) throw new Error(built.problem.message);
    const { model } = built;
    const before = engine.tensors();
    const measure = measureVariances(engine, model, pictures);
    const init = Schema.decodeUnknownSync(InitConfig)({ weights: "lsuv" });
    const prior = { kind: "values", means: [0] } as const;
    const { values, lsuv } = initialWeights(model.paramShapes, init, 1, { measure, prior });
    expect(engine.tensors()).toBe(before);
    expect(lsuv.length).toBeGreaterThan(2);
    for (const { layer, after, iterations } of lsuv) {
      expect(iterations, layer).toBeLessThanOrEqual(5);
      expect(Math.abs(after! - 1), layer).toBeLessThan(0.02);
    }
    for (const variance of Object.values(measure(values, 64)))
      expect(Math.abs(variance - 1)).toBeLessThan(0.02);
  });
});
