/** Every loss and activation through the steps: initialized, checked, trained by replay, evaluated. */
import type { Json } from "@attune/core";
import { evaluateStep, initStep, sanityStep, trainStep } from "@attune/train";
import { describe, expect, it } from "vitest";
import { predictions } from "../src/Evaluator.ts";
import { asInput, experiment, irisData, memoryContext, runStep } from "./MemoryContext.ts";

const network = (units: number, activation: Json, loss: Json): Json => ({
  layers: [{ dense: { units: 8, activation } }, { dense: { units } }],
  loss,
});

const twoClasses = {
  uses: "csv",
  path: "two-irises.csv",
  target: "species",
  split: { train: 60, validation: 20, test: 20 },
  normalize: "standard",
};

/** Width of a petal, by the three other measures. */
const values = { ...Object(irisData), target: "petal_width", features: ["petal_length", "sepal_length"] };

const trained = async (data: Json, model: Json) => {
  const of = experiment(data, model);
  const first = memoryContext({ until: 40 });
  const { blobs } = first;
  const weights = await runStep(initStep, of, {}, first);
  const sanity = await runStep(sanityStep, of, {}, memoryContext({ blobs, inputs: asInput(weights) }));
  const settings = { optimizer: { adam: { learning_rate: 0.02 } }, epochs: 40, batch_size: 16 };
  const after = await runStep(
    trainStep,
    of,
    settings,
    memoryContext({ blobs, inputs: asInput(weights), until: 40 }),
  );
  const evaluated = await runStep(evaluateStep, of, {}, memoryContext({ blobs, inputs: asInput(after) }));
  return { ...evaluated, sanity };
};

describe("classes", () => {
  it.each<[Json, Json, number, Json]>([
    ["binary_cross_entropy", "gelu", 1, twoClasses],
    [{ binary_cross_entropy: { pos_weight: 2 } }, "silu", 1, twoClasses],
    ["hinge", { leaky_relu: { negative_slope: 0.1 } }, 3, irisData],
    ["cross_entropy", "selu", 3, irisData],
  ])("%j with %j", async (loss, activation, units, data) => {
    const { metrics, detail, sanity } = await trained(data, network(units, activation, loss));
    expect(metrics["test.accuracy"]).toBeGreaterThan(0.8);
    const { counts } = detail.confusion as { counts: ReadonlyArray<ReadonlyArray<number>> }; // as evaluateStep makes it
    const [total, right] = [counts.flat(), counts.map((row, k) => row[k]!)].map((numbers) =>
      numbers.reduce((sum, count) => sum + count, 0),
    );
    expect(metrics["test.accuracy"]).toBeCloseTo(right! / total!, 12);
    expect(sanity.findings.filter(({ severity }) => severity === "fail")).toEqual([]);
  });
});

describe("values", () => {
  it.each<[Json, Json]>([
    ["absolute_error", "elu"],
    ["huber", "tanh"],
  ])("%j with %j", async (loss, activation) => {
    const { metrics, sanity } = await trained(values, network(1, activation, loss));
    expect(metrics["test.r2"]).toBeGreaterThan(0.8);
    expect(sanity.findings.filter(({ severity }) => severity === "fail")).toEqual([]);
  });
});

it("one logit is class 1 above 0, and many are the class of the largest", () => {
  const outputs = Float32Array.of(-1, 0, 2, 0.5);
  expect([...predictions({ binary: true }, outputs, 4)]).toEqual([0, 0, 1, 1]);
  expect([...predictions({ binary: false }, outputs, 2)]).toEqual([1, 0]);
});
