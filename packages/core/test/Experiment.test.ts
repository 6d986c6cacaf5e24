import { decodeExperiment } from "@attune/core";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import { describe, expect, it } from "vitest";
import { language } from "./language.ts";

const good = `name: demo
seed: 7
data: { rows: 10 }
model: { width: { int: [1, 8] }, dropout: { uniform: [0, 0.5] } }
steps:
  init: { uses: init }
  gate: { uses: gate, needs: [init] }
  train:
    uses: train
    needs: [gate]
    with: { rate: { log_uniform: [0.001, 0.1] }, epochs: 3 }
  evaluate: { uses: evaluate, needs: [train] }
`;

const read = (text: string) => decodeExperiment("demo.yaml", text, language);

const problemsOf = async (text: string) => {
  const error = await Effect.runPromise(Effect.flip(read(text)));
  return error.problems.map(({ line, column, message, remedy }) =>
    [line, column, message, remedy ?? ""].join(" | "),
  );
};

describe("decodeExperiment", () => {
  it("takes a good file", async () => {
    const experiment = await Effect.runPromise(read(good));
    expect(experiment.name).toBe("demo");
    expect(experiment.steps.map(({ id, inputs }) => [id, inputs])).toEqual([
      ["init", {}],
      ["gate", { weights: "init" }],
      ["train", { weights: "init" }],
      ["evaluate", { weights: "train" }],
    ]);
  });

  // each: what is replaced in the good file, by what, and the problem: line | column | message | remedy
  const bad: ReadonlyArray<readonly [string, string, string, string]> = [
    ["a misspelt top key", "seed: 7", "sed: 7", '2 | 1 | unknown key "sed" | did you mean "seed"?'],
    [
      "a misspelt step key",
      "needs: [init] }",
      "need: [init] }",
      '7 | 23 | unknown key "need" | did you mean "needs"?',
    ],
    ["a misspelt setting", "epochs: 3", "epoch: 3", '11 | 50 | unknown key "epoch" | did you mean "epochs"?'],
    ["a missing setting", ", epochs: 3", "", '11 | 5 | the key "epochs" is missing | '],
    ["a wrong type", "epochs: 3", "epochs: three", '11 | 58 | expected number, received "three" | '],
    ["out of range", "rows: 10", "rows: 0", "3 | 15 | expected a value greater than 0, received 0 | "],
    ["an empty space", "[0, 0.5]", "[1, 0]", "4 | 54 | expected low < high"],
    [
      "a bound out of range",
      "[0, 0.5]",
      "[0, 5]",
      "4 | 58 | expected a value between 0 and 0.9, received 5 | ",
    ],
    [
      "an unknown kind",
      "uses: train",
      "uses: trian",
      '9 | 11 | there is no step kind "trian" | did you mean "train"?',
    ],
    ["an unknown need", "[gate]", "[gaet]", '10 | 13 | there is no step "gaet" | did you mean "gate"?'],
    [
      "a cycle",
      "init: { uses: init }",
      "init: { uses: init, needs: [train] }",
      "6 | 30 | the steps need each other in a circle: init → train → gate → init | ",
    ],
    [
      "a module that is not there",
      "uses: init }",
      "uses: ./steps/none.ts }",
      "6 | 17 | there is no file ./steps/none.ts | the path is relative to the experiment file",
    ],
    [
      "nothing to consume",
      "needs: [gate]",
      "needs: []",
      "8 | 3 | train consumes weights, and no step before it produces them | add the step that produces weights to needs, as in needs: [init]",
    ],
    [
      "no model",
      "model: { width: { int: [1, 8] }, dropout: { uniform: [0, 0.5] } }",
      "",
      '1 | 1 | the key "model" is missing | ',
    ],
    [
      "a name that is no file name",
      "name: demo",
      "name: a/b",
      '1 | 7 | expected a name of letters, digits, _, . and -, received "a/b" | ',
    ],
    ["a duplicate key", "seed: 7", "seed: 7\nseed: 8", "3 | 1 | not YAML: Map keys must be unique | "],
    ["no YAML", "data: {", "data: [", "3 | "],
  ];
  it.each(bad)("refuses %s at its place", async (_, from, to, expected) => {
    expect(good).toContain(from);
    const problems = await problemsOf(good.replace(from, to));
    expect(problems[0]).toContain(expected);
  });

  it("tells several mistakes at once, in the order of the file", async () => {
    const text = good
      .replace("seed: 7", "sed: 7")
      .replace("epochs: 3", "epoch: 3")
      .replace("rows: 10", "rows: x");
    expect((await problemsOf(text)).map((problem) => problem.split(" | ")[0])).toEqual(["2", "3", "11"]);
  });

  it("shows the line with a mark under the place", async () => {
    const error = await Effect.runPromise(Effect.flip(read(good.replace("seed: 7", "seed: x"))));
    expect(error.message).toBe(
      'demo.yaml:2:7  seed: expected number, received "x"\n  2 | seed: x\n    |       ^',
    );
  });

  it("refuses a text that is no mapping", async () => {
    expect(Exit.isFailure(await Effect.runPromiseExit(read("- 1\n")))).toBe(true);
    expect(Exit.isFailure(await Effect.runPromiseExit(read("")))).toBe(true);
  });
});
