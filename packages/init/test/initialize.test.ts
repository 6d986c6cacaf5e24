import type { ParamShapes } from "@attune/nn";
import * as Schema from "effect/Schema";
import { describe, expect, it } from "vitest";
import { InitConfig, initialize, initRows } from "../src/index.ts";

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
    expect(decode({ weights: "xavier_uniform" }).weights).toEqual({ xavier_uniform: { fan: "average" } });
  });

  it.each([
    { weights: "constant" },
    { weights: "hee_normal" },
    { weights: { normal: { std: 0 } } },
    { weigths: "zeros" },
  ])("refuse %j", (settings) => {
    expect(() => decode(settings)).toThrow();
  });

  it("name the exports that they use, each once", () => {
    expect(initRows(decode({ weights: "he_normal", biases: "zeros" }))).toEqual([
      { package: "@attune/init", name: "heNormal" },
      { package: "@attune/init", name: "zeros" },
    ]);
    expect(initRows(decode({ weights: "zeros", biases: "zeros" }))).toHaveLength(1);
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
