/** Data sets and models that modules of the user's make: what is believed of them, and what is not. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Tensor, zeros } from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import { afterAll, describe, expect, it } from "vitest";
import * as nn from "../src/index.ts";

const directory = mkdtempSync(join(tmpdir(), "attune-user-"));
afterAll(() => rmSync(directory, { recursive: true }));

let count = 0;
/** A module is loaded once a process, so each has a name of its own. */
const moduleOf = (text: string): string => {
  count += 1;
  writeFileSync(join(directory, `user${count}.ts`), text);
  return `./user${count}.ts`;
};

const decodeData = Schema.decodeUnknownSync(nn.DataConfig, { onExcessProperty: "error" });
const dataOf = (text: string, more: object = {}) => decodeData({ uses: moduleOf(text), ...more });
const good = `{
  examples: 2, featureShape: [1], features: Float32Array.of(1, 2), scale: 1,
  target: { kind: "classes", labels: Int32Array.of(0, 1), names: ["a", "b"] },
}`;
const changed = (change: string) => `export default { load: () => ({ ...${good}, ${change} }) };`;

describe("a user's data set", () => {
  it("gets its settings, the directory and the group, and may be a promise", async () => {
    const config = dataOf(
      `export default {
         load: async ({ value }, directory, group) => ({
           ...${good}, features: Float32Array.of(value, directory.length), groups: Int32Array.of(0, group.length),
         }),
       };`,
      { with: { value: 5 }, split: { train: 1, validation: 1, test: 0, group: "who" } },
    );
    const { features, groups } = await nn.loadDataset(config, directory);
    expect([[...features], [...groups!]]).toEqual([
      [5, directory.length],
      [0, 3],
    ]);
    expect(nn.dataRows(config)).toEqual([
      { package: "@attune/nn", name: "userDataset" },
      { package: config.uses, name: "default" },
    ]);
  });

  it("has a digest of its numbers and their meaning, whatever the module", async () => {
    const digestOf = async (text: string) => {
      const description = await nn.describeDataset(dataOf(text), directory);
      return nn.isDataProblem(description) ? description.problem : description.digest;
    };
    const whole = await digestOf(changed(""));
    expect(await digestOf(`// another\n${changed("")}`)).toBe(whole);
    const others = await Promise.all(
      [
        "features: Float32Array.of(1, 3)",
        "scale: 2",
        "featureNames: ['x']",
        "groups: Int32Array.of(0, 1)",
        "target: { kind: 'classes', labels: Int32Array.of(1, 0), names: ['a', 'b'] }",
        "target: { kind: 'classes', labels: Int32Array.of(0, 1), names: ['a', 'c'] }",
        "target: { kind: 'values', values: Float32Array.of(0, 1), width: 1 }",
      ].map((change) => digestOf(changed(change))),
    );
    expect(new Set([whole, ...others]).size).toBe(8);
    expect(others.every((digest) => /^[0-9a-f]{64}$/.test(digest))).toBe(true);
  });

  it.each([
    ["examples: 0", "expected examples as a whole number above 0, received 0"],
    ["featureShape: []", "expected featureShape as a list of whole numbers above 0, received []"],
    ["features: [1, 2]", "expected features as a Float32Array or a Uint8Array"],
    ["features: new Float32Array(3)", "expected 2 · 1 features, received 3"],
    ["features: Float32Array.of(1, NaN)", "expected finite features, received NaN in example 1, feature 0"],
    ["scale: undefined", "expected a number as scale, received undefined"],
    ["groups: Int32Array.of(1)", "expected 2 groups, received 1"],
    ["target: undefined", "expected a target of the kind classes or values"],
    [
      "target: { kind: 'classes', labels: Int32Array.of(0, 2), names: ['a', 'b'] }",
      "expected labels from 0 to 1, received 2 in example 1",
    ],
    [
      "target: { kind: 'values', values: Float32Array.of(0, 1, 2), width: 1 }",
      "expected target.values as a Float32Array of 2 · 1, received 3",
    ],
    [
      "target: { kind: 'values', values: Float32Array.of(0, Infinity), width: 1 }",
      "expected finite targets, received Infinity in example 1",
    ],
  ])("with %s is refused", async (change, message) => {
    const config = dataOf(changed(change));
    expect(await nn.describeDataset(config, directory)).toEqual({
      problem: `${config.uses}: ${message}`,
      path: ["uses"],
    });
    await expect(nn.loadDataset(config, directory)).rejects.toThrow(message);
  });
});

describe("a user's model", () => {
  const decodeModel = Schema.decodeUnknownSync(nn.ModelConfig, { onExcessProperty: "error" });
  const modelOf = (text: string) => decodeModel({ uses: moduleOf(text), loss: "cross_entropy" });
  const network = `{
    paramShapes: { w: { shape: [2, 3], fanIn: 2, fanOut: 3, role: "weight", activation: "linear" } },
    outputShape: [3],
    apply: (params, inputs, mode) => mode.observe("model", "activation", mode.training) ?? inputs,
  }`;
  const build = async (config: nn.ModelConfig, options: nn.BuildOptions = {}) => {
    const opened = await nn.openUserModel(config, directory);
    if ("problem" in opened) return opened;
    return nn.buildModel(config, [2], { kind: "classes", count: 3 }, { ...opened, ...options });
  };

  it("is built for the shape of an example; noise can be left out", async () => {
    await nn.openEngine("cpu");
    const config = modelOf(`export default { build: (settings, inputShape) => (${network}) };`);
    for (const noise of [true, false]) {
      const built = await build(config, { noise });
      if ("problem" in built) throw new Error(built.problem.message);
      expect(Object.keys(built.model.paramShapes)).toEqual(["w"]);
      const told: Array<Tensor> = [];
      const input = zeros([1, 2]);
      built.model.apply({}, input, { training: true, observe: (_name, _kind, value) => told.push(value) });
      input.dispose();
      expect(told).toEqual([noise]);
    }
    expect(nn.withoutNoise(config)).toEqual(config);
    expect(nn.modelRows(config)).toEqual([
      { package: "@attune/nn", name: "crossEntropy" },
      { package: "uses" in config && config.uses, name: "default" },
    ]);
  });

  it.each([
    ["nothing", "undefined", "build gave no apply"],
    [
      "a text as shape",
      `{ ...${network}, outputShape: "3" }`,
      "build gave no outputShape, a list of whole numbers above 0",
    ],
    ["no params", `{ ...${network}, paramShapes: null }`, "build gave no paramShapes"],
    [
      "a param without fans",
      `{ ...${network}, paramShapes: { b: { shape: [3] } } }`,
      'paramShapes["b"] needs shape, fanIn, fanOut, role (weight, bias, scale or statistic) and activation',
    ],
    [
      "another width",
      `{ ...${network}, outputShape: [4] }`,
      "expected 3 outputs, because the data has 3 classes, received 4",
    ],
    [
      "two dimensions",
      `{ ...${network}, outputShape: [3, 1] }`,
      "expected outputs of one dimension, received [3, 1]",
    ],
  ])("that builds %s is refused", async (_, made, message) => {
    const built = await build(modelOf(`export default { build: () => (${made}) };`));
    expect(built).toMatchObject({ problem: { path: ["uses"], message: expect.stringContaining(message) } });
  });
});
