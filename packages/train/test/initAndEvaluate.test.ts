import { decodeTensors } from "@attune/nn";
import { evaluateStep, initStep, trainStep } from "@attune/train";
import * as Schema from "effect/Schema";
import { expect, it } from "vitest";
import { asInput, experiment, irisData, irisModel, memoryContext, runStep } from "./MemoryContext.ts";

const iris = experiment(irisData, irisModel());

it("writes weights by seed, and the same by the same seed", async () => {
  const context = memoryContext({});
  const [first, again, other] = await Promise.all([
    runStep(initStep, iris, {}, context),
    runStep(initStep, iris, {}, memoryContext({})),
    runStep(initStep, iris, {}, memoryContext({ seed: 8 })),
  ]);
  expect(again).toEqual(first);
  expect(other.artifacts.weights).not.toBe(first.artifacts.weights);
  const { values } = decodeTensors(context.blobs.read(first.artifacts.weights!));
  expect(Object.entries(values).map(([name, { shape }]) => [name, shape])).toEqual([
    ["layers.0.bias", [16]],
    ["layers.0.weight", [4, 16]],
    ["layers.2.bias", [3]],
    ["layers.2.weight", [16, 3]],
  ]);
});

it("tells the signal by depth: He keeps the variance of a wide ReLU stack", async () => {
  const units = 200;
  const hidden = { dense: { units, activation: "relu" } };
  const digits = { uses: "mnist", split: { train: 600, validation: 10, test: 0 }, normalize: "standard" };
  const deep = experiment(digits, {
    layers: [hidden, hidden, hidden, { dense: { units: 10 } }],
    loss: "cross_entropy",
  });
  const { detail } = await runStep(initStep, deep, {}, memoryContext({}));
  const layers = detail.layers as ReadonlyArray<Record<string, number>>; // as initStep makes it
  expect(layers.map(({ name }) => name)).toEqual(["layers.0", "layers.1", "layers.2", "layers.3"]);
  for (const { weightStd, preactivationStd, activationMean, activationStd, zeroShare } of layers.slice(
    1,
    3,
  )) {
    expect(weightStd! * Math.sqrt(units / 2)).toBeCloseTo(1, 1);
    expect(preactivationStd).toBeGreaterThan(1);
    expect(preactivationStd).toBeLessThan(2);
    // post-ReLU mean .39894 √q and std .58381 √q, of a wide layer
    expect(activationMean! / preactivationStd!).toBeGreaterThan(0.3);
    expect(activationMean! / preactivationStd!).toBeLessThan(0.5);
    expect(activationStd! / preactivationStd!).toBeGreaterThan(0.5);
    expect(zeroShare).toBeGreaterThan(0.35);
    expect(zeroShare).toBeLessThan(0.65);
  }
});

it("its view has no noise, and its rows name what it uses", () => {
  const config = Schema.decodeUnknownSync(initStep.config)({});
  const view = initStep.view(iris, config);
  expect(initStep.view(experiment(irisData, irisModel(0.5)), config)).toEqual(view);
  const names = initStep.rows(view).map((row) => `${row.package} ${row.name}`);
  expect(names).toContain("@attune/train initStep");
  expect(names).toContain("@attune/init heNormal");
  expect(names).toContain("@attune/nn relu");
  expect(names).toContain("@attune/nn csv");
  expect(names).toContain("@attune/nn crossEntropy"); // the first gradients are those of the loss
  expect(names).toContain("@attune/train signalCollapse");
});

it("evaluate counts every test example in its confusion matrix", async () => {
  const context = memoryContext({ until: 20 });
  const weights = await runStep(initStep, iris, {}, context);
  const { blobs } = context;
  const trained = await runStep(
    trainStep,
    iris,
    { optimizer: { adam: { learning_rate: 0.02 } }, epochs: 20, batch_size: 16 },
    memoryContext({ blobs, inputs: asInput(weights), until: 20 }),
  );
  const { metrics, detail } = await runStep(
    evaluateStep,
    iris,
    {},
    memoryContext({ blobs, inputs: asInput(trained) }),
  );
  // as evaluateStep makes it
  const { classes, counts } = detail.confusion as {
    classes: ReadonlyArray<string>;
    counts: ReadonlyArray<ReadonlyArray<number>>;
  };
  expect(classes).toEqual(["setosa", "versicolor", "virginica"]);
  const total = counts.flat().reduce((sum, count) => sum + count, 0);
  const right = counts.reduce((sum, row, k) => sum + row[k]!, 0);
  expect(total).toBe(15);
  expect(metrics["test.accuracy"]).toBeCloseTo(right / total, 12);
  expect(metrics["test.accuracy"]).toBeGreaterThan(0.8);
  expect(metrics["test.loss"]).toBeLessThan(0.6);
  expect(evaluateStep.readsTest).toBe(true);
});

it("refuses weights of another model", async () => {
  const context = memoryContext({});
  const weights = await runStep(initStep, iris, {}, context);
  const other = experiment(irisData, { layers: [{ dense: { units: 3 } }], loss: "cross_entropy" });
  const run = runStep(
    evaluateStep,
    other,
    {},
    memoryContext({ blobs: context.blobs, inputs: asInput(weights) }),
  );
  await expect(run).rejects.toThrow("expected weights layers.0.bias [3]");
});
