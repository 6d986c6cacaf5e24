import { describe, expect, it } from "vitest";
import { nameOfPath, optionLabels, parameters, parseTemplate } from "../src/index.ts";

const names = (value: unknown, path: ReadonlyArray<string | number> = []) =>
  parameters(parseTemplate(value, path).template).map(({ name }) => name);

describe("names", () => {
  it.each<[string, unknown, ReadonlyArray<string>]>([
    [
      "a path",
      {
        steps: { train: { with: { optimizer: { adam: { learning_rate: { log_uniform: [1e-5, 0.1] } } } } } },
      },
      ["steps.train.with.optimizer.adam.learning_rate"],
    ],
    [
      "a list",
      { model: { layers: [1, { dropout: { rate: { uniform: [0, 0.5] } } }] } },
      ["model.layers[1].dropout.rate"],
    ],
    [
      "an option with spaces",
      { optimizer: { choice: ["sgd", { adam: { learning_rate: { uniform: [0, 1] } } }] } },
      ["optimizer", "optimizer[adam].learning_rate"],
    ],
    [
      "a space as an option",
      { l2: { choice: [0, { log_uniform: [1e-6, 1e-2] }] } },
      ["l2", "l2[log_uniform]"],
    ],
    [
      "an option of several keys",
      { a: { choice: [{ y: { int: [1, 2] }, x: 1 }] } },
      ["a", 'a[{"x":1,"y":{"int":[1,2]}}].y'],
    ],
    [
      "options that share a short label",
      { a: { choice: ["b", { b: { int: [1, 2] } }] } },
      ["a", 'a[{"b":{"int":[1,2]}}].b'],
    ],
    [
      "a choice in a choice",
      { a: { choice: ["b", { choice: ["c", { d: { int: [1, 2] } }] }] } },
      ["a", "a[choice]", "a[choice][d]"],
    ],
    ["keys with marks of names", { "a.b": { int: [1, 2] }, a: { b: { int: [1, 2] } } }, ['["a.b"]', "a.b"]],
  ])("%s", (_, value, expected) => {
    expect(names(value)).toEqual(expected);
  });

  it("start at the path of the template", () => {
    expect(names({ rate: { uniform: [0, 1] } }, ["model", "layers", 0])).toEqual(["model.layers[0].rate"]);
    expect(names({ uniform: [0, 1] }, ["model", "layers", 0])).toEqual([nameOfPath(["model", "layers", 0])]);
  });

  it("say on which options a hyperparameter depends", () => {
    const value = { a: { choice: [{ b: { c: { choice: ["x", { y: { z: { int: [1, 3] } } }] } } }, "d"] } };
    expect(parameters(parseTemplate(value, []).template).map(({ path, when }) => ({ path, when }))).toEqual([
      { path: ["a"], when: [] },
      { path: ["a", "choice", 0, "b", "c"], when: [{ name: "a", label: "b" }] },
      {
        path: ["a", "choice", 0, "b", "c", "choice", 1, "y", "z"],
        when: [
          { name: "a", label: "b" },
          { name: "a[b].c", label: "y" },
        ],
      },
    ]);
  });
});

describe("labels", () => {
  it.each<[ReadonlyArray<unknown>, ReadonlyArray<string>]>([
    [
      ["constant", { exponential: { decay: 0.8 } }],
      ["constant", "exponential"],
    ],
    [
      [1, 0.5, true, null],
      ["1", "0.5", "true", "null"],
    ],
    [
      [{ b: 1, a: 2 }, [1, 2]],
      ['{"a":2,"b":1}', "[1,2]"],
    ],
    [
      [{ adam: { beta1: 0.9 } }, { adam: { beta1: 0.8 } }, "sgd"],
      ['{"adam":{"beta1":0.9}}', '{"adam":{"beta1":0.8}}', "sgd"],
    ],
    [
      [1, "1", '"1"'],
      ["1", '"1"', '"\\"1\\""'],
    ],
    [[{ a: { choice: [2, 1] }, b: 0 }], ['{"a":{"choice":[1,2]},"b":0}']],
  ])("of %j", (options, labels) => {
    expect(optionLabels(options)).toEqual(labels);
  });
});

describe("what is no space", () => {
  it.each([
    { uniform: { limit: 0.1 } },
    { constant: 3 },
    { step: { size: 2 } },
    { int: 3 },
    [1, [2, { a: "uniform" }]],
  ])("%j", (value) => {
    const parsed = parseTemplate(value, []);
    expect(parsed.problems).toEqual([]);
    expect(parameters(parsed.template)).toEqual([]);
  });
});

describe("problems, at the place of the wrong value", () => {
  it.each<[unknown, ReadonlyArray<string | number>, RegExp, RegExp | undefined]>([
    [{ uniform: [1] }, ["uniform"], /two bounds/, undefined],
    [{ uniform: [1, 2, 3] }, ["uniform"], /two bounds/, undefined],
    [{ uniform: [0, "1"] }, ["uniform", 1], /finite number/, undefined],
    [{ uniform: [Number.NaN, 1] }, ["uniform", 0], /finite number/, undefined],
    [{ uniform: [0, Number.POSITIVE_INFINITY] }, ["uniform", 1], /finite number/, undefined],
    [{ uniform: [1, 0] }, ["uniform"], /low < high/, /swap the bounds: \[0, 1\]/],
    [{ int: [3, 3] }, ["int"], /low < high/, /write the value itself: 3/],
    [{ log_uniform: [0, 1] }, ["log_uniform", 0], /above 0/, /drop log_/],
    [{ int: [1, 2.5] }, ["int", 1], /integer/, /uniform/],
    [{ uniform: [0, 1], step: 0 }, ["step"], /above 0/, undefined],
    [{ uniform: [0, 1], step: 2 }, ["step"], /at most 1/, undefined],
    [{ uniform: [0, 1], step: null }, ["step"], /above 0/, undefined],
    [{ int: [0, 9], step: 1.5 }, ["step"], /integer/, undefined],
    [{ uniform: [0, 1], steps: 0.1 }, ["steps"], /nothing but step/, undefined],
    [{ uniform: [0, 1], int: [0, 1] }, ["int"], /nothing but step/, undefined],
    [{ choice: [1, 2], step: 1 }, ["step"], /nothing beside choice/, undefined],
    [{ choice: [] }, ["choice"], /at least one option/, undefined],
    [{ choice: ["a", "b", "a"] }, ["choice", 2], /option 1 again/, /remove/],
    [{ choice: ["a", { b: { c: { int: [2, 1] } } }] }, ["choice", 1, "b", "c", "int"], /low < high/, /swap/],
  ])("%j", (value, path, expected, remedy) => {
    const { problems } = parseTemplate({ at: [value] }, ["root"]);
    expect(problems.map((problem) => problem.path)).toEqual([["root", "at", 0, ...path]]);
    expect(problems[0]!.expected).toMatch(expected);
    if (remedy !== undefined) expect(problems[0]!.remedy).toMatch(remedy);
  });

  it("are told all at once", () => {
    const value = { a: { uniform: ["x", "y"] }, b: [{ int: [1.5, 2] }], c: { choice: [] } };
    expect(parseTemplate(value, []).problems.map(({ path }) => path.join("."))).toEqual([
      "a.uniform.0",
      "a.uniform.1",
      "b.0.int.0",
      "c.choice",
    ]);
  });

  it("show a long value shortened", () => {
    const { problems } = parseTemplate({ uniform: ["x".repeat(500), 1] }, []);
    expect(problems[0]!.received.length).toBeLessThan(70);
  });
});
