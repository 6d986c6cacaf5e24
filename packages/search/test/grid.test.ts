import { describe, expect, it } from "vitest";
import { levelsOf, parameters, parseTemplate, samplers } from "../src/index.ts";
import { hashRandom } from "./hashRandom.ts";

const spaces = (yaml: unknown) => parameters(parseTemplate(yaml, []).template);

const all = (yaml: unknown, config: Parameters<typeof samplers.grid.ask>[0] = {}) => {
  const found = spaces(yaml);
  const size = samplers.grid.size?.(config, found);
  return Array.from({ length: typeof size === "number" ? size : 0 }, (_, number) =>
    samplers.grid.ask(config, { parameters: found, history: [], number, random: hashRandom(0) }),
  );
};

describe("levels", () => {
  it.each([
    [{ kind: "int", low: 2, high: 5 } as const, undefined, [2, 3, 4, 5]],
    [{ kind: "uniform", low: 0, high: 0.3, step: 0.1 } as const, undefined, [0, 0.1, 0.2, 0.3]],
    [{ kind: "uniform", low: 0, high: 1 } as const, 3, [0, 0.5, 1]],
    [{ kind: "uniform", low: 0, high: 1 } as const, undefined, undefined],
    [{ kind: "uniform", low: 0, high: 1 } as const, 1, [0.5]],
  ])("%o at %s levels", (space, levels, expected) => {
    expect(levelsOf(space, levels)).toEqual(expected);
  });

  it("are evenly spaced in the logarithm, bounds exact", () => {
    const values = levelsOf({ kind: "log_uniform", low: 1e-4, high: 1e-1 }, 4)?.map(Number) ?? [];
    expect(values[0]).toBe(1e-4);
    expect(values[3]).toBe(1e-1);
    expect(values[1]).toBeCloseTo(1e-3, 12);
    expect(values[2]).toBeCloseTo(1e-2, 12);
  });
});

describe("grid", () => {
  it("tries every combination once, the last hyperparameter running fastest", () => {
    expect(all({ a: { int: [1, 2] }, b: { choice: ["x", "y"] } })).toEqual([
      { a: 1, b: "x" },
      { a: 1, b: "y" },
      { a: 2, b: "x" },
      { a: 2, b: "y" },
    ]);
  });

  it("a conditional space counts only under its option", () => {
    const yaml = { o: { choice: ["sgd", { adam: { beta: { choice: [0.9, 0.99] } } }] } };
    expect(all(yaml)).toEqual([
      { o: "adam", "o[adam].beta": "0.9" },
      { o: "adam", "o[adam].beta": "0.99" },
      { o: "sgd" },
    ]);
  });

  it("leaves out what is excluded", () => {
    const yaml = { a: { int: [1, 3] }, b: { choice: ["x", "y"] } };
    expect(all(yaml, { exclude: [{ a: 2 }, { a: 1, b: "x" }] })).toEqual([
      { a: 1, b: "y" },
      { a: 3, b: "x" },
      { a: 3, b: "y" },
    ]);
  });

  it("says why it cannot: a continuous space, too many, none left", () => {
    const size = (yaml: unknown, config = {}) => samplers.grid.size?.(config, spaces(yaml));
    expect(size({ a: { uniform: [0, 1] } })).toMatchObject({
      problem: expect.stringContaining("a is continuous"),
    });
    expect(size({ a: { uniform: [0, 1] } }, { levels: 3 })).toBe(3);
    expect(size({ a: { int: [1, 1000] }, b: { int: [1, 1000] } })).toMatchObject({
      problem: expect.stringContaining("more than 100000"),
    });
    expect(size({ a: { int: [1, 2] } }, { exclude: [{ a: 1 }, { a: 2 }] })).toMatchObject({
      problem: "the grid leaves no combination",
    });
  });
});
