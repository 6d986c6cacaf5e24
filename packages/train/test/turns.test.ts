/** Engines that free memory only as the event loop turns have it turn within an epoch. */
import { downloadTensors, normals, openEngine, type Slice, stream, uploadTensors } from "@attune/nn";
import { momentum } from "@attune/optim";
import * as Schema from "effect/Schema";
import { expect, it } from "vitest";
import { makeBatchOrders } from "../src/BatchOrders.ts";
import { makeIterations } from "../src/Iterations.ts";
import { startOfWatch } from "../src/LossWatch.ts";
import { meanLoss } from "../src/meanLoss.ts";
import { makeTrainer } from "../src/Trainer.ts";
import { mlp } from "./catalogExamples.ts";
import { shortStart } from "./shortTraining.ts";

const SIZE = 24;
const slice: Slice = {
  size: SIZE,
  inputShape: [6],
  inputs: normals(stream(1, "inputs"), SIZE * 6),
  labels: Int32Array.from({ length: SIZE }, (_, row) => row % 3),
  values: undefined,
  targetWidth: 1,
};

/** An epoch of 12 iterations: how often the event loop turned, and what it came to. */
const epochTurning = async (turnsEvery: number) => {
  const engine = { ...(await openEngine("wasm")), turnsEvery };
  const model = mlp("tanh", "cross_entropy");
  const transform = momentum.transform(Schema.decodeUnknownSync(momentum.config)({ learning_rate: 0.1 }));
  const objective = { model, batchLoss: meanLoss(model), penalty: () => undefined };
  const trainer = makeTrainer({
    ...{ engine, model, slice, strengths: {}, seed: 0, learningRate: () => 0.1 },
    iterations: makeIterations(objective, transform, model.paramShapes),
    orders: makeBatchOrders(0, SIZE, 2),
  });
  const { params, state } = shortStart({ model, targets: "classes", transform });
  let turns = 0;
  let over = false;
  const turn = (): void => {
    if (over) return;
    turns++;
    setImmediate(turn);
  };
  setImmediate(turn);
  const from = { params: uploadTensors(params), state: uploadTensors(state), watch: startOfWatch(1.1) };
  const result = await trainer(from, 0);
  over = true;
  if ("breakdown" in result) throw new Error(result.breakdown.evidence);
  return { turns, losses: result.trace.losses, params: downloadTensors(result.state.params) };
};

it("the event loop turns as often as the engine asks, which changes no bit", async () => {
  const never = await epochTurning(Number.POSITIVE_INFINITY);
  const often = await epochTurning(4);
  expect([never.turns, often.turns]).toEqual([0, 3]);
  expect(often).toEqual({ ...never, turns: 3 });
});
