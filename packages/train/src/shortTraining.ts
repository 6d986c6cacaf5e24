/** A few iterations of Adam at a constant rate, without a penalty: what checks train with. */
import {
  batchOrder,
  downloadTensors,
  gatherInputs,
  gatherTargets,
  type NamedValues,
  type Slice,
  trainedShapes,
  uploadTensors,
} from "@attune/nn";
import { adam } from "@attune/optim";
import { dispose } from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import type { Wiring } from "./Check.ts";
import { type Feed, type Moving, makeIterations } from "./Iterations.ts";

export interface ShortTrainingSettings {
  readonly iterations: number;
  readonly learningRate: number;
  /** Default 32; never more than the slice has. */
  readonly batchSize?: number;
}

export interface ShortTraining {
  /** Of each batch before its update. */
  readonly losses: ReadonlyArray<number>;
  readonly params: NamedValues;
}

/** Whole batches only, so that every iteration has the same shapes. */
const batchesOf = (seed: number, epoch: number, size: number, batchSize: number) =>
  batchOrder(seed, epoch, size, batchSize).filter(({ length }) => length === batchSize);

/** Starts at the wiring's weights; the order of the examples follows from its seed. */
export const shortTraining = (
  { engine, model, batchLoss, weights, seed }: Wiring,
  slice: Slice,
  { iterations, learningRate, batchSize: wanted = 32 }: ShortTrainingSettings,
): ShortTraining => {
  const transform = adam.transform({
    ...Schema.decodeUnknownSync(adam.config)({ learning_rate: learningRate }),
  });
  const objective = { model, batchLoss, penalty: () => undefined };
  const { plain } = makeIterations(objective, transform, model.paramShapes);
  const batchSize = Math.min(wanted, slice.size);
  const loop = engine.loop<Moving, Feed>({
    name: "sanity",
    carried: {
      params: uploadTensors(weights),
      state: uploadTensors(transform.init(trainedShapes(model.paramShapes))),
    },
    keep: [],
  });
  const losses: Array<number> = [];
  let batches = batchesOf(seed, 0, slice.size, batchSize);
  const perEpoch = batches.length;
  for (let iteration = 0; iteration < iterations; iteration++) {
    const at = iteration % perEpoch;
    if (at === 0 && iteration > 0) batches = batchesOf(seed, iteration / perEpoch, slice.size, batchSize);
    const indices = batches[at]!;
    gatherInputs(slice, indices, loop.feed("inputs", "float32", [batchSize, ...slice.inputShape]));
    const targets = slice.labels
      ? loop.feed("targets", "int32", [batchSize])
      : loop.feed("targets", "float32", [batchSize, slice.targetWidth]);
    gatherTargets(slice, indices, targets);
    loop.feed("key", "int32", [4]).fill(0);
    loop.feed("learningRate", "float32", [])[0] = learningRate;
    loop.feed("iteration", "float32", [])[0] = iteration;
    losses.push(loop.run(plain).loss!);
  }
  const end = loop.end();
  const params = downloadTensors(end.params);
  dispose(end);
  return { losses, params };
};
