/** Every optimizer through the same problems, on every engine. */
import { type Engine, openEngine, uploadTensors } from "@attune/nn";
import { dispose, memory, scalar, tidy } from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import { beforeAll, describe, expect, it } from "vitest";
import * as optim from "../src/index.ts";
import { descend, type From, follow, type Numbers, parse, shapesOf } from "./descend.ts";
import { expectClose } from "./expectClose.ts";

const { chain, optimizers, trace } = optim;

/** One row an optimizer: its settings in YAML, and a rate at which the quadratic below converges. */
const table: Record<string, { kind: keyof typeof optimizers; settings: object }> = {
  sgd: { kind: "sgd", settings: { learning_rate: 0.1 } },
  momentum: { kind: "momentum", settings: { learning_rate: 0.02 } },
  nesterov: { kind: "momentum", settings: { learning_rate: 0.02, nesterov: true } },
  adam: { kind: "adam", settings: { learning_rate: 0.05 } },
  amsgrad: { kind: "adam", settings: { learning_rate: 0.05, amsgrad: true } },
};

it("the table has a row for every optimizer of the catalog", () => {
  expect(new Set(Object.values(table).map(({ kind }) => kind))).toEqual(new Set(Object.keys(optimizers)));
});

const engines = ["cpu", "wasm"];

describe.each(engines)("on %s", (engineName) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine(engineName);
  });

  describe.each(Object.entries(table))("%s", (_, { kind, settings }) => {
    /** Minimum of Σ c (x − a)² over two tensors: at a. */
    const minimum: Numbers = { "a.weight": [1, -2, 3], "b.bias": [0.5] };
    const curvature: Numbers = { "a.weight": [1, 2, 0.5], "b.bias": [1] };
    const gradient = (params: Numbers): Numbers =>
      Object.fromEntries(
        Object.entries(params).map(([name, values]) => [
          name,
          values.map((value, i) => 2 * curvature[name]![i]! * (value - minimum[name]![i]!)),
        ]),
      );
    const start: Numbers = { "a.weight": [0, 0, 0], "b.bias": [0] };

    it("finds the minimum of a quadratic", () => {
      const { transform, learningRate } = parse({ [kind]: settings });
      const path = descend(engine, transform, start, 400, gradient, () => learningRate);
      for (const [name, values] of Object.entries(minimum)) expectClose(path.at(-1)![name]!, values, 1e-2);
    });

    it("moves nothing where the rate is 0, and stays where the gradient is", () => {
      const { transform, learningRate } = parse({ [kind]: settings });
      expect(descend(engine, transform, start, 3, gradient, () => 0).at(-1)).toEqual(start);
      const zeros = () => start; // gradients of 0 at the start
      expect(descend(engine, transform, minimum, 3, zeros, () => learningRate).at(-1)).toEqual(minimum);
    });

    it("keeps names, shapes and state, and leaks no tensor", () => {
      const { transform } = parse({ [kind]: settings });
      const before = engine.tensors();
      const values = {
        "a.weight": { shape: [2, 3], data: new Float32Array(6).fill(1) },
        "b.bias": { shape: [], data: new Float32Array(1).fill(1) },
      };
      const state = uploadTensors(transform.init(shapesOf(values)));
      const params = uploadTensors(values);
      const scalars = { learningRate: scalar(0.1), iteration: scalar(0) };
      const result = tidy(() => transform.update(params, state, params, scalars));
      const shapes = (tensors: Record<string, { shape: number[] }>) =>
        Object.fromEntries(Object.entries(tensors).map(([name, { shape }]) => [name, shape]));
      expect(shapes(result.updates)).toEqual({ "a.weight": [2, 3], "b.bias": [] });
      expect(shapes(result.state)).toEqual(shapes(state));
      dispose([state, params, scalars, result]);
      expect(memory().numTensors).toBe(before);
    });

    it("goes on from a saved state as if never stopped", () => {
      const { transform, learningRate } = parse({ [kind]: settings });
      const run = (from: From, steps: number) =>
        follow(engine, transform, from, steps, gradient, () => learningRate);
      const whole = run({ params: start }, 6);
      const half = run({ params: start }, 3);
      const rest = run({ params: half.path.at(-1)!, state: half.state, iteration: 3 }, 3);
      expect(rest.path.at(-1)).toEqual(whole.path.at(-1));
      expect(rest.state).toEqual(whole.state);
    });

    it("is refused with unknown settings, or without a learning rate", () => {
      const decode = Schema.decodeUnknownExit(optimizers[kind].config, { onExcessProperty: "error" });
      expect(decode(settings)._tag).toBe("Success");
      expect(decode({})._tag).toBe("Failure");
      expect(decode({ ...settings, learning_rate: 0 })._tag).toBe("Failure");
      expect(decode({ ...settings, learningrate: 1 })._tag).toBe("Failure");
    });
  });
});

describe("chain", () => {
  it("refuses two transforms that would share a state", () => {
    const twice = chain(trace({ momentum: 0.9, nesterov: false }), trace({ momentum: 0.5, nesterov: false }));
    expect(() => twice.init(shapesOf({ x: { shape: [1], data: new Float32Array(1) } }))).toThrow(
      /share a name/,
    );
  });
});

describe("catalogs", () => {
  it("every row is exported under its name in camelCase", () => {
    for (const name of Object.keys(optimizers)) {
      const [optimizer, schedule] = optim.optimRows(
        { [name]: { learningRate: 1 } },
        { inverse_time: { decay: 1, per: "epoch" } },
      );
      expect(optim).toHaveProperty(optimizer!.name, optimizers[name as keyof typeof optimizers]); // a key of the catalog
      expect(schedule).toEqual({ package: "@attune/optim", name: "inverseTime" });
    }
  });
});
