import { describe, expect, it } from "vitest";
import { flowText, patchText } from "../src/patchText.ts";

const file = `# an experiment
name: x
model:
  layers:
    - dense: { units: 8,   activation: relu } # wide enough
    - dropout: { rate: 0.5 }
    - dense: { units: 3 }
steps:
  init: { uses: init }
  fit: # the training
    uses: train
    with:
      optimizer: { adam: { learning_rate: 0.1 } } # too high?
      schedule:
        step:
          size: 3 # epochs
      epochs: 10

  # last
  evaluate: { uses: evaluate, needs: [fit] }
`;

const changed = (path: string, value: unknown): ReadonlyArray<string> => {
  const patched = patchText(file, { path, value: value as never });
  if ("problem" in patched) return [patched.problem];
  const [before, after] = [file.split("\n"), patched.text.split("\n")];
  return after.filter((line, i) => line !== before[i] && !before.includes(line));
};

describe("patchText", () => {
  it.each<[string, unknown, ReadonlyArray<string>]>([
    [
      "steps.train.with.optimizer.adam.learning_rate",
      0.0333,
      ["      optimizer: { adam: { learning_rate: 0.0333 } } # too high?"],
    ],
    ["steps.fit.with.epochs", 20, ["      epochs: 20"]],
    ["steps.train.with.l2", 1e-4, ["      l2: 0.0001"]],
    ["steps.init.with.weights", "lsuv", ["  init: { uses: init, with: { weights: lsuv } }"]],
    ["steps.train.with.schedule", "cosine", ["        cosine"]],
    [
      "steps.train.with.early_stopping",
      { patience: 3, min_delta: 0.001 },
      ["      early_stopping: { patience: 3, min_delta: 0.001 }"],
    ],
    ["model.layers.1.dropout.rate", 0.25, ["    - dropout: { rate: 0.25 }"]],
    [
      "model.layers.0.dense.activation",
      "leaky_relu",
      ["    - dense: { units: 8,   activation: leaky_relu } # wide enough"],
    ],
    ["data.normalize", "standard", ["data: { normalize: standard }"]],
    ["model.layers.9.dense.units", 3, ["model.layers[9].dense.units: there is no item 9: the list has 3"]],
  ])("%s: %j", (path, value, lines) => {
    expect(changed(path, value)).toEqual(lines);
  });

  it("leaves comments and blank lines where they are", () => {
    const patched = patchText(file, { path: "steps.train.with.batch_size", value: 128 });
    const text = "text" in patched ? patched.text : patched.problem;
    expect(text.replace("      batch_size: 128\n", "")).toBe(file);
    expect(text).toContain("epochs: 10\n      batch_size: 128\n\n  # last");
  });

  it("gives settings to a bare name, and a value to a key without one", () => {
    expect(patchText("a:\n  w: he # x\n", { path: "a.w.he.fan", value: "in" })).toEqual({
      text: "a:\n  w: { he: { fan: in } } # x\n",
      path: "a.w.he.fan",
    });
    expect(patchText("a:\n  with:\nb: 1\n", { path: "a.with.l2", value: 0 })).toMatchObject({
      text: "a:\n  with: { l2: 0 }\nb: 1\n",
    });
  });

  it("refuses what it cannot change alone", () => {
    expect(patchText("a: &x { l2: 1 }\nb: *x\n", { path: "b.l2", value: 0 })).toHaveProperty("problem");
    expect(patchText("a: [1\n", { path: "a", value: 0 })).toHaveProperty("problem");
  });
});

describe("flowText", () => {
  it.each([
    [{ a: [1, "b c", true], d: {} }, '{ a: [1, "b c", true], d: {} }'],
    ["true", '"true"'],
    ["1e3", '"1e3"'],
    ["./steps/x.ts", "./steps/x.ts"],
    [1e-7, "1e-7"],
    [null, "null"],
  ])("%j", (value, text) => {
    expect(flowText(value)).toBe(text);
  });
});
