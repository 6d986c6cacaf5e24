/** The whole trainer against PyTorch: 60 updates of Adam on an MLP for iris. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildModel, downloadTensors, ModelConfig, openEngine, type Slice, uploadTensors } from "@attune/nn";
import { adam } from "@attune/optim";
import * as Schema from "effect/Schema";
import { expect, it } from "vitest";
import { makeBatchOrders } from "../src/BatchOrders.ts";
import { makeIterations } from "../src/Iterations.ts";
import { startOfWatch } from "../src/LossWatch.ts";
import { meanLoss } from "../src/meanLoss.ts";
import { makeTrainer } from "../src/Trainer.ts";
import { fixtures } from "./MemoryContext.ts";
import { presentEngines } from "./presentEngines.ts";

// "weight_decay_on" names what a decay would act on: this case has none.
const { case: reference, data } = JSON.parse(readFileSync(join(fixtures, "iris-training-run.json"), "utf8"));
const { input, expected, params, tol } = reference;

const rows: ReadonlyArray<ReadonlyArray<number>> = data.x;
const slice: Slice = {
  size: 30,
  inputShape: [4],
  inputs: Float32Array.from(rows.flatMap((row) => row.map((x, k) => (x - input.mean[k]) / input.std[k]))),
  labels: Int32Array.from(data.y),
  values: undefined,
  targetWidth: 1,
};

const config = Schema.decodeUnknownSync(ModelConfig)({
  layers: [{ dense: { units: 6, activation: "tanh" } }, { dense: { units: 3 } }],
  loss: "cross_entropy",
});

const matrix = (values: ReadonlyArray<ReadonlyArray<number>>) => ({
  shape: [values.length, values[0]!.length],
  data: Float32Array.from(values.flat()),
});

const expectClose = (actual: ArrayLike<number>, wanted: ReadonlyArray<number>) => {
  expect(actual).toHaveLength(wanted.length);
  const off = wanted.map((value, i) => Math.abs(actual[i]! - value) / (1 + Math.abs(value)));
  expect(Math.max(...off)).toBeLessThanOrEqual(tol.f32);
};

it.each(presentEngines)("run/iris-mlp-adam on %s", async (name) => {
  const engine = await openEngine(name);
  const built = buildModel(config, [4], { kind: "classes", count: 3 });
  if ("problem" in built) throw new Error(built.problem.message);
  const { model } = built;
  const { lr, beta1, beta2, eps } = params.optimizer;
  const settings = { learning_rate: lr, beta1, beta2, epsilon: eps };
  const transform = adam.transform(Schema.decodeUnknownSync(adam.config)(settings));
  const trainer = makeTrainer({
    engine,
    model,
    iterations: makeIterations(
      { model, batchLoss: meanLoss(model), penalty: () => undefined },
      transform,
      model.paramShapes,
    ),
    strengths: {},
    slice,
    orders: makeBatchOrders(0, slice.size, 30),
    seed: 0,
    learningRate: () => lr,
  });
  let state = {
    params: uploadTensors({
      "layers.0.weight": matrix(input.W1),
      "layers.0.bias": { shape: [6], data: new Float32Array(6) },
      "layers.1.weight": matrix(input.W2),
      "layers.1.bias": { shape: [3], data: new Float32Array(3) },
    }),
    state: uploadTensors(transform.init(model.paramShapes)),
    watch: startOfWatch(1.1),
  };
  const losses: Array<number> = [];
  for (let epoch = 0; epoch < params.epochs; epoch++) {
    const result = await trainer(state, epoch);
    if ("breakdown" in result) throw new Error(result.breakdown.evidence);
    losses.push(result.figures.loss);
    state = result.state;
  }
  expectClose(losses, expected.loss_before_step);
  const final = downloadTensors(state.params);
  expectClose(final["layers.0.weight"]!.data, expected.final_W1.flat());
  expectClose(final["layers.0.bias"]!.data, expected.final_b1);
  expectClose(final["layers.1.weight"]!.data, expected.final_W2.flat());
  expectClose(final["layers.1.bias"]!.data, expected.final_b2);
});
