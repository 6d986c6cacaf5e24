import { describe, expect, it } from "vitest";
import { active, parseTemplate, probes, resolve } from "../src/index.ts";

const file = {
  model: { layers: [{ dense: { units: { int: [8, 64] } } }, { dropout: { rate: { uniform: [0, 0.5] } } }] },
  optimizer: {
    choice: [
      "plain",
      { sgd: { learning_rate: 0.1 } },
      { adam: { learning_rate: { log_uniform: [1e-5, 0.1] } } },
    ],
  },
};
const { template } = parseTemplate(file, []);
const base = { "model.layers[0].dense.units": 16, "model.layers[1].dropout.rate": 0.5 };
const adam = { ...base, optimizer: "adam", "optimizer[adam].learning_rate": 0.01 };

describe("resolve", () => {
  it("puts values where the spaces were", () => {
    expect(resolve(template, adam).value).toEqual({
      model: { layers: [{ dense: { units: 16 } }, { dropout: { rate: 0.5 } }] },
      optimizer: { adam: { learning_rate: 0.01 } },
    });
    expect(resolve(template, { ...base, optimizer: "plain" }).value).toHaveProperty("optimizer", "plain");
  });

  it.each<[ReadonlyArray<string | number>, ReadonlyArray<string | number>]>([
    [
      ["model", "layers", 0, "dense"],
      ["model", "layers", 0, "dense"],
    ],
    [
      ["model", "layers", 0, "dense", "units"],
      ["model", "layers", 0, "dense", "units", "int"],
    ],
    [
      ["model", "layers", 1, "dropout", "rate"],
      ["model", "layers", 1, "dropout", "rate", "uniform", 1],
    ],
    [["optimizer"], ["optimizer", "choice", 2]],
    [
      ["optimizer", "adam"],
      ["optimizer", "choice", 2, "adam"],
    ],
    [
      ["optimizer", "adam", "learning_rate"],
      ["optimizer", "choice", 2, "adam", "learning_rate", "log_uniform"],
    ],
    [
      ["optimizer", "adam", "missing"],
      ["optimizer", "choice", 2, "adam", "missing"],
    ],
    [
      ["missing", 3],
      ["missing", 3],
    ],
  ])("knows where %j stands in the file", (path, expected) => {
    expect(resolve(template, adam).origin(path)).toEqual(expected);
  });

  it("throws on an assignment that was made for another template", () => {
    expect(() => resolve(template, base)).toThrow(/no value for optimizer/);
    expect(() => resolve(template, { ...base, optimizer: "lion" })).toThrow(/no option lion/);
  });
});

describe("active", () => {
  it("names what an assignment needs, and nothing of options not chosen", () => {
    expect(active(template, adam)).toEqual(Object.keys(adam));
    expect(active(template, { ...base, optimizer: "sgd" })).toEqual([...Object.keys(base), "optimizer"]);
  });
});

describe("probes", () => {
  it("put every bound, a value between and every option in place, the others at their first", () => {
    const first = { "model.layers[0].dense.units": 8, "model.layers[1].dropout.rate": 0, optimizer: "plain" };
    expect(probes(template)).toEqual([
      first,
      { ...first, "model.layers[0].dense.units": 64 },
      { ...first, "model.layers[1].dropout.rate": 0.5 },
      { ...first, "model.layers[1].dropout.rate": 0.309017 },
      { ...first, optimizer: "sgd" },
      { ...first, optimizer: "adam", "optimizer[adam].learning_rate": 1e-5 },
      { ...first, optimizer: "adam", "optimizer[adam].learning_rate": 0.1 },
      { ...first, optimizer: "adam", "optimizer[adam].learning_rate": expect.closeTo(0.0618, 4) },
    ]);
  });

  it("are one empty assignment where there is no space", () => {
    expect(probes(parseTemplate({ a: [1, "b"] }, []).template)).toEqual([{}]);
  });
});
