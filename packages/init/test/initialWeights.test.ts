/** The whole of the first values: LSUV, the output layer, and what a shape says of its start. */
import type { NamedValues, ParamShapes } from "@attune/nn";
import * as Schema from "effect/Schema";
import { describe, expect, it } from "vitest";
import {
  InitConfig,
  initialize,
  initialWeights,
  type MeasureVariances,
  type Prior,
  unmatched,
} from "../src/index.ts";

const decode = Schema.decodeUnknownSync(InitConfig, { onExcessProperty: "error" });

const dense = (name: string, inputs: number, outputs: number): ParamShapes => {
  const fans = { fanIn: inputs, fanOut: outputs, activation: "relu" };
  return {
    [`${name}.weight`]: { shape: [inputs, outputs], role: "weight", ...fans },
    [`${name}.bias`]: { shape: [outputs], role: "bias", ...fans },
  };
};
const shapes: ParamShapes = {
  ...dense("layers.0", 6, 5),
  ...dense("layers.1", 5, 4),
  ...dense("layers.2", 4, 3),
};

const prior: Prior = { kind: "classes", shares: [0.5, 0.25, 0.25], binary: false };

/** As though the outputs of a layer were its weights, one after the other times 3. */
const spread = (values: NamedValues, layer: string): number => {
  const data = Array.from(values[`${layer}.weight`]!.data);
  return (9 * data.reduce((sum, value) => sum + value * value, 0)) / data.length;
};
const measure: MeasureVariances = (values) =>
  Object.fromEntries(["layers.0", "layers.1", "layers.2"].map((layer) => [layer, spread(values, layer)]));

const weights = (settings: object, how: Partial<{ measure: MeasureVariances; prior: Prior }> = {}) =>
  initialWeights(shapes, decode(settings), 7, { measure, prior, ...how });

describe("lsuv", () => {
  it("divides each layer once where its outputs grow with its weights", () => {
    const { values, lsuv } = weights({ weights: "lsuv" });
    expect(lsuv.map(({ layer, iterations }) => [layer, iterations])).toEqual([
      ["layers.0", 1],
      ["layers.1", 1],
      ["layers.2", 1],
    ]);
    for (const { layer, before, after } of lsuv) {
      expect(Math.abs(before! - 1)).toBeGreaterThan(0.02);
      expect(after).toBeCloseTo(1, 6);
      expect(spread(values, layer)).toBeCloseTo(1, 6);
    }
  });

  it("looks at each layer with all before it as they will be", () => {
    const seen: Array<ReadonlyArray<number>> = [];
    weights(
      { weights: "lsuv" },
      {
        measure: (values, batch) => {
          expect(batch).toBe(512);
          const told = measure(values, batch);
          seen.push(Object.values(told).map((variance) => Math.round(variance * 1e4)));
          return told;
        },
      },
    );
    expect(seen).toHaveLength(4);
    expect(seen.map((variances) => variances.filter((variance) => variance === 10_000).length)).toEqual([
      0, 1, 2, 3,
    ]);
  });

  it("leaves a layer within the tolerance, and stops at the limit, at 0 and at what is not finite", () => {
    const told =
      (variance: number): MeasureVariances =>
      (): Record<string, number> => ({ "layers.0": variance });
    const row = (variance: number, settings = {}) => {
      const { lsuv } = weights({ weights: { lsuv: settings } }, { measure: told(variance) });
      return lsuv[0];
    };
    const tolerance = 0.02;
    const layer = "layers.0";
    expect(row(1.019)).toEqual({ layer, before: 1.019, after: 1.019, iterations: 0, tolerance });
    expect(row(1.2, { tolerance: 0.3 })).toMatchObject({ iterations: 0, tolerance: 0.3 });
    expect(row(1.1)).toEqual({ layer, before: 1.1, after: 1.1, iterations: 10, tolerance });
    expect(row(1.1, { max_iterations: 3 })).toMatchObject({ iterations: 3 });
    expect(row(0)).toEqual({ layer, before: 0, after: 0, iterations: 0, tolerance });
    expect(row(Number.NaN)).toEqual({ layer, before: null, after: null, iterations: 0, tolerance });
  });

  it("leaves a tensor whose outputs nobody tells as it was drawn, and says so", () => {
    const { values, lsuv } = weights({ weights: "lsuv" }, { measure: () => ({}) });
    expect(lsuv.map(({ layer, before }) => [layer, before])).toContainEqual(["layers.1.weight", null]);
    expect(values).toEqual(initialize(shapes, decode({ weights: "orthogonal" }), 7));
  });

  it("does not touch a layer with another initializer, nor one that is not to be scaled", () => {
    const layers = {
      "layers.1": { weights: "he_normal" },
      "layers.2": { weights: { lsuv: { mode: "orthonormal_only" } } },
    };
    const { values, lsuv } = weights({ weights: "lsuv", layers });
    expect(lsuv.map(({ layer }) => layer)).toEqual(["layers.0"]);
    const plain = initialize(shapes, decode({ layers }), 7);
    expect(values["layers.1.weight"]).toEqual(plain["layers.1.weight"]);
    expect(values["layers.2.weight"]).toEqual(plain["layers.2.weight"]);
    const only = weights({ layers: { "layers.1": { weights: "lsuv" } } });
    expect(only.lsuv.map(({ layer }) => layer)).toEqual(["layers.1"]);
  });

  it("scales one weight of a layer: not those from state to state, of two in a row the last", () => {
    const model: ParamShapes = {
      "layers.0.weight": { ...shapes["layers.0.weight"]! },
      "layers.0.recurrent_weight": { ...shapes["layers.1.weight"]! },
      "layers.1.depthwise": { ...shapes["layers.1.weight"]! },
      "layers.1.pointwise": { ...shapes["layers.1.weight"]! },
      ...dense("layers.2", 4, 3),
    };
    const config = decode({ weights: "lsuv" });
    const drawn = initialize(model, config, 7);
    const ratio = (values: NamedValues, name: string) => values[name]!.data[0]! / drawn[name]!.data[0]!;
    const { values, lsuv } = initialWeights(model, config, 7, {
      prior,
      measure: (now) => ({
        "layers.0": 4 * ratio(now, "layers.0.weight") ** 2,
        "layers.1": 9 * (ratio(now, "layers.1.depthwise") * ratio(now, "layers.1.pointwise")) ** 2,
        "layers.2": 1,
      }),
    });
    expect(lsuv.map(({ iterations }) => iterations)).toEqual([1, 1, 0]);
    expect(ratio(values, "layers.0.weight")).toBeCloseTo(1 / 2, 6);
    expect(ratio(values, "layers.0.recurrent_weight")).toBe(1);
    expect(ratio(values, "layers.1.depthwise")).toBe(1);
    expect(ratio(values, "layers.1.pointwise")).toBeCloseTo(1 / 3, 6);
  });
});

describe("the output layer", () => {
  const data = (values: NamedValues, name: string) => [...values[name]!.data];

  it("is a hundredth where it is to be small, whatever drew it", () => {
    const he = initialize(shapes, decode({}), 7);
    const { values } = weights({ head: "small" });
    data(values, "layers.2.weight").forEach((value, at) => {
      expect(value).toBeCloseTo(0.01 * he["layers.2.weight"]!.data[at]!, 9);
    });
    expect(values["layers.1.weight"]).toEqual(he["layers.1.weight"]);
    const scaled = weights({ weights: "lsuv", head: "small" });
    expect(spread(scaled.values, "layers.2")).toBeCloseTo(1e-4, 8);
  });

  it("is not scaled where it is to stay as it is", () => {
    const { values, lsuv } = weights({ weights: "lsuv", head: "as_is" });
    expect(lsuv.map(({ layer }) => layer)).toEqual(["layers.0", "layers.1"]);
    expect(values["layers.2.weight"]).toEqual(
      initialize(shapes, decode({ weights: "orthogonal" }), 7)["layers.2.weight"],
    );
  });

  it("guesses the prior: ln π, a logit, a mean", () => {
    const biases = (given: Prior, width = 3, settings = {}) => {
      const model = { ...dense("layers.0", 6, 5), ...dense("layers.2", 5, width) };
      const config = decode({ output_bias: "from_prior", ...settings });
      return data(initialWeights(model, config, 7, { measure, prior: given }).values, "layers.2.bias");
    };
    biases(prior).forEach((value, k) => {
      expect(value).toBeCloseTo(Math.log([0.5, 0.25, 0.25][k]!), 6);
    });
    const binary: Prior = { kind: "classes", shares: [0.9, 0.1], binary: true };
    expect(biases(binary, 1)[0]).toBeCloseTo(-2.197, 3); // ln(.1/.9)
    expect(biases({ kind: "values", means: [50] }, 1)).toEqual([50]);
    const absent: Prior = { kind: "classes", shares: [1, 0, 0], binary: false };
    expect(biases(absent).every(Number.isFinite)).toBe(true);
    expect(biases(prior, 3, { output_bias: "zeros", biases: "ones" })).toEqual([0, 0, 0]);
    const layers = { "layers.2": { biases: "ones" } };
    expect(biases(prior, 3, { layers })).toEqual([1, 1, 1]);
    expect(() => biases(prior, 4)).toThrow("expected a prior of 4 outputs, got 3");
  });

  it("without a bias cannot guess, which is told beforehand", () => {
    const { "layers.2.bias": _none, ...rest } = shapes;
    const config = decode({ output_bias: "from_prior" });
    expect(unmatched(shapes, config)).toEqual([]);
    expect(unmatched(rest, config).map(({ path }) => path)).toEqual([["output_bias"]]);
    // a maxout layer has a bias for each piece of a unit
    const outputs = shapes["layers.2.bias"]!.shape[0]!;
    expect(unmatched(shapes, config, outputs)).toEqual([]);
    expect(unmatched(shapes, config, outputs / 2)).toHaveLength(1);
  });
});

it("what a shape starts from is added: a forget gate's bias of one stands on every initializer", () => {
  const gates: ParamShapes = {
    "layers.0.bias": { ...shapes["layers.0.bias"]!, shape: [4], start: [0, 1, 0, 0] },
    "layers.1.scale": { ...shapes["layers.0.bias"]!, shape: [2], role: "scale" },
  };
  const bias = (settings: object) => [...initialize(gates, decode(settings), 7)["layers.0.bias"]!.data];
  expect(bias({})).toEqual([0, 1, 0, 0]);
  expect(bias({ biases: "ones" })).toEqual([1, 2, 1, 1]);
  expect(bias({ layers: { "layers.0": { biases: { constant: { value: -1 } } } } })).toEqual([-1, 0, -1, -1]);
  expect([...initialize(gates, decode({}), 7)["layers.1.scale"]!.data]).toEqual([1, 1]);
});
