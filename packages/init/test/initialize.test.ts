import type { ParamShapes } from "@attune/nn";
import * as Schema from "effect/Schema";
import { describe, expect, it } from "vitest";
import { InitConfig, initialize, initializers, initRows, unmatched } from "../src/index.ts";

const decode = Schema.decodeUnknownSync(InitConfig, { onExcessProperty: "error" });

const fans = { fanIn: 3, fanOut: 2, activation: "relu" };
const shapes: ParamShapes = {
  "layers.0.weight": { shape: [3, 2], role: "weight", ...fans },
  "layers.0.bias": { shape: [2], role: "bias", ...fans },
};

describe("settings", () => {
  it("have the defaults he_normal and zeros", () => {
    expect(decode({})).toEqual({ weights: { he_normal: { fan: "in" } }, biases: { zeros: {} } });
  });

  it("take a bare name, or a mapping with settings", () => {
    expect(decode({ weights: { uniform: { limit: 0.1 } }, biases: "zeros" }).weights).toEqual({
      uniform: { limit: 0.1 },
    });
    expect(decode({ weights: "xavier_uniform" }).weights).toEqual({
      xavier_uniform: { fan: "average", gain: 1 },
    });
  });

  it.each([
    { weights: "constant" },
    { weights: "hee_normal" },
    { weights: { normal: { std: 0 } } },
    { weigths: "zeros" },
    { weights: { xavier_normal: { gain: "tangens" } } },
    { weights: { xavier_normal: { gain: 0 } } },
    { weights: { he_normal: { negativeSlope: 0.2 } } },
    { weights: { sparse: { connections: 2.5 } } },
    { layers: { "layers.0": { weight: "zeros" } } },
    { layers: { "layers.0": { weights: "zero" } } },
    { layers: { "layers.0": "zeros" } },
  ])("refuse %j", (settings) => {
    expect(() => decode(settings)).toThrow();
  });

  it("name the exports that they use, each once", () => {
    expect(initRows(decode({ weights: "he_normal", biases: "zeros" }))).toEqual([
      { package: "@attune/init", name: "heNormal" },
      { package: "@attune/init", name: "zeros" },
    ]);
    expect(initRows(decode({ weights: "zeros", biases: "zeros" }))).toHaveLength(1);
    const layers = { "layers.0": { weights: "he_normal", biases: "ones" }, "layers.1": {} };
    expect(initRows(decode({ layers })).map(({ name }) => name)).toEqual(["heNormal", "ones", "zeros"]);
  });

  it("come back from what they are encoded to", () => {
    for (const settings of [
      {},
      { weights: { he_normal: { negative_slope: 0.2 } } },
      { layers: { "layers.*": { biases: { constant: { value: 0.1 } } } } },
    ]) {
      const config = decode(settings);
      expect(decode(Schema.encodeSync(InitConfig)(config))).toEqual(config);
    }
    expect(decode({})).not.toHaveProperty("layers");
  });

  it("make a JSON Schema that says what each key is and what it is by default", () => {
    const { schema } = Schema.toJsonSchemaDocument(InitConfig, { onExcessProperty: "error" });
    const text = JSON.stringify(schema);
    for (const name of Object.keys(initializers)) expect(text).toContain(`"${name}"`);
    for (const key of ["negative_slope", "gain", "connections", "distribution", "layers"]) {
      expect(text, key).toMatch(new RegExp(`"${key}":\\{.*?"description":"[A-Z]`));
    }
    expect(text).toContain('"default":{"he_normal":{"fan":"in"}}');
  });
});

describe("initialize", () => {
  it("fills weights and biases by their role", () => {
    const values = initialize(shapes, decode({ biases: { constant: { value: 0.5 } } }), 7);
    expect(Object.keys(values)).toEqual(Object.keys(shapes));
    expect(values["layers.0.weight"]!.shape).toEqual([3, 2]);
    expect([...values["layers.0.bias"]!.data]).toEqual([0.5, 0.5]);
    expect(new Set(values["layers.0.weight"]!.data).size).toBe(6);
  });

  it("draws each tensor on its own: other tensors change nothing", () => {
    const alone = initialize({ "layers.0.weight": shapes["layers.0.weight"]! }, decode({}), 7);
    expect(initialize(shapes, decode({}), 7)["layers.0.weight"]).toEqual(alone["layers.0.weight"]);
  });
});

/** Layers 0, 2 and 10 to 12; layer 1 has no params. In layer 12 others are nested. */
const deep: ParamShapes = Object.fromEntries(
  ["layers.0", "layers.2", "layers.10", "layers.11", "layers.12.inner.0"].flatMap((layer) => [
    [`${layer}.weight`, shapes["layers.0.weight"]!],
    [`${layer}.bias`, shapes["layers.0.bias"]!],
  ]),
);

/** The first value of each tensor, if all are constants. */
const firsts = (layers: object) => {
  const values = initialize(deep, decode({ weights: "zeros", layers }), 7);
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, { data }]) => data[0] !== 0)
      .map(([name, { data }]) => [name, data[0]]),
  );
};

const constant = (value: number) => ({ constant: { value } });

describe("initializers of single layers", () => {
  it("hold for the layers that the pattern names, and for the role", () => {
    expect(firsts({ "layers.2": { weights: "ones" } })).toEqual({ "layers.2.weight": 1 });
    expect(firsts({ "layers.1*": { biases: "ones" } })).toEqual({
      "layers.10.bias": 1,
      "layers.11.bias": 1,
      "layers.12.inner.0.bias": 1,
    });
    expect(firsts({ "layers.12": { weights: "ones" } })).toEqual({ "layers.12.inner.0.weight": 1 });
    expect(firsts({ "layers.0.weight": { weights: "ones", biases: "ones" } })).toEqual({
      "layers.0.weight": 1,
    });
  });

  it.each([
    "layers.1",
    "layers",
    "layers.20",
    "layers.?",
    "layers.",
    "ayers.2",
    "*.2.inner",
    "layers*0",
    "",
  ])("of %j hold for none but what is named", (pattern) => {
    const { length } = Object.keys(firsts({ [pattern]: { weights: "ones" } }));
    expect(length).toBe(pattern === "layers" ? 5 : 0);
  });

  it("give way to those of a more specific pattern, in whatever order they stand", () => {
    const layers = [
      ["layers.*", { biases: constant(1), weights: constant(1) }],
      ["layers.1*", { biases: constant(2) }],
      ["layers.10", { biases: constant(3) }],
      ["layers.2", { weights: constant(4) }],
    ] as const;
    const expected = {
      "layers.0.weight": 1,
      "layers.0.bias": 1,
      "layers.2.weight": 4,
      "layers.2.bias": 1, // layers.2 says nothing of biases
      "layers.10.weight": 1,
      "layers.10.bias": 3,
      "layers.11.weight": 1,
      "layers.11.bias": 2,
      "layers.12.inner.0.weight": 1,
      "layers.12.inner.0.bias": 2,
    };
    expect(firsts(Object.fromEntries(layers))).toEqual(expected);
    expect(firsts(Object.fromEntries([...layers].reverse()))).toEqual(expected);
  });

  it("prefer the name to the pattern of as many characters", () => {
    const layers = { "layers.11*": { biases: constant(1) }, "layers.11": { biases: constant(2) } };
    expect(firsts(layers)).toEqual({ "layers.11.bias": 2 });
    const tie = { "layers.*1": { biases: constant(1) }, "layers.1*": { biases: constant(2) } };
    expect(firsts(tie)["layers.11.bias"]).toBe(1);
  });

  it("do not change the draws of the others", () => {
    const plain = initialize(deep, decode({}), 7);
    const some = initialize(deep, decode({ layers: { "layers.2": { weights: "zeros" } } }), 7);
    expect(some["layers.0.weight"]).toEqual(plain["layers.0.weight"]);
    expect(some["layers.2.weight"]).not.toEqual(plain["layers.2.weight"]);
  });
});

describe("unmatched", () => {
  const problems = (layers: object, model = deep) => unmatched(model, decode({ layers }));

  it("is silent on patterns that match, also where a more specific one goes before", () => {
    expect(unmatched(deep, decode({}))).toEqual([]);
    const layers = { "layers.*": { weights: "zeros", biases: "zeros" }, "layers.1*": { weights: "ones" } };
    expect(problems({ ...layers, layers: { weights: "ones" } })).toEqual([]);
  });

  it("names the initializer that fits no tensor, and the layers that have such", () => {
    expect(problems({ "layers.0": { weights: "zeros" }, "layers.1": { weights: "zeros" } })).toEqual([
      {
        path: ["layers", "layers.1", "weights"],
        message: "expected a pattern of layers with weights, received one that matches none",
        remedy: "the layers with weights are layers.0, layers.2, layers.10, layers.11, layers.12.inner.0",
      },
    ]);
    const onlyWeight = { "layers.0.weight": shapes["layers.0.weight"]! };
    const both = { "layers.0": { weights: "zeros", biases: "zeros" } };
    expect(problems(both, onlyWeight)).toEqual([
      {
        path: ["layers", "layers.0", "biases"],
        message: "expected a pattern of layers with biases, received one that matches none",
      },
    ]);
  });

  it("names patterns without an initializer", () => {
    expect(problems({ "layers.0": {} })).toEqual([
      { path: ["layers", "layers.0"], message: "expected weights or biases, received neither" },
    ]);
  });
});
