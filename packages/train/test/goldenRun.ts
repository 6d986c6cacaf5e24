/** A training on one batch, an update an epoch, from given params: its losses before each update, and where it ends. */
import {
  buildModel,
  downloadTensors,
  ModelConfig,
  type NamedValues,
  openEngine,
  type Slice,
  trainedShapes,
  uploadTensors,
} from "@attune/nn";
import type { Transform } from "@attune/optim";
import * as Schema from "effect/Schema";
import { makeBatchOrders } from "../src/BatchOrders.ts";
import { makeIterations } from "../src/Iterations.ts";
import { startOfWatch } from "../src/LossWatch.ts";
import { meanLoss } from "../src/meanLoss.ts";
import { makeTrainer } from "../src/Trainer.ts";

export interface GoldenRun {
  /** As in a file. */
  readonly model: unknown;
  readonly slice: Slice;
  readonly classes: number;
  readonly params: NamedValues;
  readonly transform: Transform;
  readonly learningRate: number;
  readonly epochs: number;
}

export const goldenRun = async (
  engineName: string,
  { model: written, slice, classes, params, transform, learningRate, epochs }: GoldenRun,
): Promise<{ readonly losses: ReadonlyArray<number>; readonly params: NamedValues }> => {
  const engine = await openEngine(engineName);
  const config = Schema.decodeUnknownSync(ModelConfig)(written);
  const built = buildModel(config, slice.inputShape, { kind: "classes", count: classes });
  if ("problem" in built) throw new Error(built.problem.message);
  const { model } = built;
  const objective = { model, batchLoss: meanLoss(model), penalty: () => undefined };
  const trainer = makeTrainer({
    engine,
    model,
    iterations: makeIterations(objective, transform, model.paramShapes),
    strengths: {},
    slice,
    orders: makeBatchOrders(0, slice.size, slice.size),
    seed: 0,
    learningRate: () => learningRate,
  });
  let state = {
    params: uploadTensors(params),
    state: uploadTensors(transform.init(trainedShapes(model.paramShapes))),
    watch: startOfWatch(Math.log(classes)),
  };
  const losses: Array<number> = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    const result = await trainer(state, epoch);
    if ("breakdown" in result) throw new Error(result.breakdown.evidence);
    losses.push(result.figures.loss);
    state = result.state;
  }
  return { losses, params: downloadTensors(state.params) };
};
