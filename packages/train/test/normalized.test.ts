/** Networks with batch normalization, and losses that weigh classes, through the steps. */
import type { Json } from "@attune/core";
import { decodeTensors, uploadTensors } from "@attune/nn";
import { evaluateStep, initStep, sanityStep, trainStep } from "@attune/train";
import { mean } from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import { describe, expect, it } from "vitest";
import { makeEvaluator } from "../src/Evaluator.ts";
import { runChecks } from "../src/runChecks.ts";
import { shortTraining } from "../src/shortTraining.ts";
import { asInput, experiment, irisData, memoryContext, runStep } from "./MemoryContext.ts";
import { wiringOf } from "./wiringOf.ts";

const layers: Json = [
  { dense: { units: 12 } },
  "batch_norm",
  { activation: "relu" },
  { residual: [{ dense: { units: 12 } }, "batch_norm", { activation: "relu" }, { dense: { units: 12 } }] },
  { gaussian_noise: { std: 0.05 } },
  { dense: { units: 3 } },
];
const settings: Json = {
  optimizer: { adam: { learning_rate: 0.01 } },
  epochs: 20,
  batch_size: 16,
  l1: 1e-4,
  layers: { "layers.3": { l1: 0, l2: 1e-3 } },
};

const trained = async (model: Json, seed: number) => {
  const of = experiment(irisData, model);
  const first = memoryContext({ seed });
  const { blobs } = first;
  const weights = await runStep(initStep, of, {}, first);
  const inputs = asInput(weights);
  const sanity = await runStep(sanityStep, of, {}, memoryContext({ seed, blobs, inputs }));
  const after = await runStep(trainStep, of, settings, memoryContext({ seed, blobs, inputs, until: 20 }));
  const evaluated = await runStep(
    evaluateStep,
    of,
    {},
    memoryContext({ seed, blobs, inputs: asInput(after) }),
  );
  const { values: tensors } = decodeTensors(blobs.read(after.artifacts.weights!));
  return { sanity, after, evaluated, tensors };
};

describe("batch normalization", () => {
  it.each([
    0, 1, 2, 3, 4,
  ])("is healthy, learns, and is judged by its running statistics, seed %i", async (seed) => {
    const { sanity, after, evaluated, tensors } = await trained({ layers, loss: "cross_entropy" }, seed);
    expect(sanity.findings.filter(({ severity }) => severity === "fail")).toEqual([]);
    expect(sanity.checks.find(({ code }) => code === "SAN004")?.status).toBe("pass");
    expect(after.status).toBe("succeeded");
    expect(evaluated.metrics["test.accuracy"]).toBeGreaterThan(0.85);
    expect(Math.max(...tensors["layers.1.mean"]!.data.map(Math.abs))).toBeGreaterThan(0.01);
    expect([...tensors["layers.1.variance"]!.data]).not.toContain(1);
  });
});

it("keeps no tensor: batch_norm, layer_norm, residual, maxout and softmax, weighted", async () => {
  const wiring = await wiringOf(
    experiment(irisData, {
      layers: [
        { maxout: { units: 6 } },
        "layer_norm",
        { residual: ["batch_norm", { dense: { units: 6, activation: "softmax" } }] },
        { dense: { units: 3 } },
      ],
      loss: { cross_entropy: { class_weights: [1, 2, 3] } },
    }),
  );
  const train = () => shortTraining(wiring, wiring.train, { iterations: 30, learningRate: 0.01 });
  train();
  const { engine } = wiring;
  const before = engine.tensors();
  const { losses } = train();
  expect(engine.tensors()).toBe(before);
  expect(losses.every(Number.isFinite)).toBe(true);
});

describe("class weights", () => {
  const model = (weights: Json): Json => ({
    layers: [{ dense: { units: 12, activation: "tanh" } }, { dense: { units: 3 } }],
    loss: { cross_entropy: { class_weights: weights, label_smoothing: 0.05 } },
  });

  it.each<[Json]>([["balanced"], [[1, 5, 0.2]]])("%j: checked and trained", async (weights) => {
    const { sanity, evaluated } = await trained(model(weights), 7);
    expect(sanity.findings.filter(({ severity }) => severity === "fail")).toEqual([]);
    expect(sanity.checks.find(({ code }) => code === "SAN001")?.status).not.toBe("not_applicable");
    expect(evaluated.metrics["test.accuracy"]).toBeGreaterThan(0.6);
  });

  it("a mean that leaves out the weights is not the loss that is stated", async () => {
    const wiring = await wiringOf(experiment(irisData, model([9, 9, 0.1])));
    const { findings } = runChecks(
      { ...wiring, batchLoss: (outputs, targets) => mean(wiring.model.loss(outputs, targets)) },
      Schema.decodeUnknownSync(sanityStep.config)({}),
    );
    expect(findings.map(({ code }) => code)).toContain("SAN001");
  });

  it("an evaluation in several batches weighs all examples together", async () => {
    const {
      engine,
      model: network,
      weights,
      train,
    } = await wiringOf(experiment(irisData, model([9, 1, 0.1])));
    const evaluate = makeEvaluator(engine, network);
    const params = uploadTensors(weights);
    const copies = 20;
    const repeated = {
      ...train,
      size: copies * train.size,
      inputs: Float32Array.from(
        { length: copies * train.inputs.length },
        (_, at) => train.inputs[at % train.inputs.length]!,
      ),
      labels: Int32Array.from({ length: copies * train.size }, (_, row) => train.labels![row % train.size]!),
    };
    expect(evaluate(params, repeated).loss).toBeCloseTo(evaluate(params, train).loss, 5);
  });
});
