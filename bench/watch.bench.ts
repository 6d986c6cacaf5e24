/**
 * What it costs to watch a network learn: whole trainings, watched and not, in turns in one process, on the engine
 * `wasm`. By hand: `npx node bench/watch.bench.ts`. The minimum of several: what the work takes when nothing disturbs it.
 */
import {
  buildModel,
  downloadTensors,
  ModelConfig,
  type NamedValues,
  normals,
  openEngine,
  type Slice,
  stream,
  uploadTensors,
} from "@attune/nn";
import { adam } from "@attune/optim";
import { dispose } from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import { makeBatchOrders } from "../packages/train/src/BatchOrders.ts";
import { makeEvaluator } from "../packages/train/src/Evaluator.ts";
import { scalarsOf } from "../packages/train/src/epochRow.ts";
import { makeIterations } from "../packages/train/src/Iterations.ts";
import { startOfWatch } from "../packages/train/src/LossWatch.ts";
import { meanLoss } from "../packages/train/src/meanLoss.ts";
import { makeTrainer, type TrainerState } from "../packages/train/src/Trainer.ts";
import { makePasses } from "../packages/train/src/watching/Passes.ts";
import { makeWatcher } from "../packages/train/src/watching/Watcher.ts";

interface Case {
  readonly sizes: ReadonlyArray<number>;
  readonly batchSize: number;
  readonly train: number;
  readonly validation: number;
  readonly epochs: number;
  readonly repeats: number;
}

const cases: ReadonlyArray<Case> = [
  { sizes: [784, 128, 64, 10], batchSize: 64, train: 8000, validation: 1000, epochs: 10, repeats: 5 },
  { sizes: [64, 32, 32, 10], batchSize: 64, train: 1400, validation: 200, epochs: 10, repeats: 15 },
  { sizes: [64, 32, 32, 10], batchSize: 64, train: 1400, validation: 200, epochs: 100, repeats: 7 },
  { sizes: [4, 16, 3], batchSize: 16, train: 105, validation: 30, epochs: 10, repeats: 25 },
  { sizes: [4, 16, 3], batchSize: 16, train: 105, validation: 30, epochs: 100, repeats: 15 },
];

const engine = await openEngine("wasm");

const sliceOf = (size: number, features: number, classes: number): Slice => ({
  size,
  inputShape: [features],
  inputs: normals(stream(1, "inputs"), size * features),
  labels: Int32Array.from({ length: size }, (_, row) => row % classes),
  values: undefined,
  targetWidth: 1,
});

const trainingOf = ({ sizes, batchSize, train, validation, epochs }: Case) => {
  const layers = sizes.slice(1).map((units, at) => ({
    dense: { units, activation: at < sizes.length - 2 ? "relu" : "linear" },
  }));
  const config = Schema.decodeUnknownSync(ModelConfig)({ layers, loss: "cross_entropy" });
  const built = buildModel(config, [sizes[0]!]);
  if ("problem" in built) throw new Error(built.problem.message);
  const { model } = built;
  const transform = adam.transform(Schema.decodeUnknownSync(adam.config)({ learning_rate: 1e-3 }));
  const weights: NamedValues = Object.fromEntries(
    Object.entries(model.paramShapes).map(([name, { shape, fanIn }]) => {
      const size = shape.reduce((product, length) => product * length, 1);
      return [
        name,
        { shape, data: normals(stream(1, name), size).map((value) => value * Math.sqrt(2 / fanIn)) },
      ];
    }),
  );
  const data = {
    train: sliceOf(train, sizes[0]!, sizes.at(-1)!),
    validation: sliceOf(validation, sizes[0]!, sizes.at(-1)!),
  };
  const objective = { model, batchLoss: meanLoss(model), penalty: () => undefined };
  const shared = { model, slice: data.train, batchSize, seed: 1 };
  return async (watch: boolean): Promise<number> => {
    const from = performance.now();
    const measuredEvery = watch ? {} : { measuredEvery: Number.POSITIVE_INFINITY };
    const iterations = makeIterations(objective, transform, model.paramShapes);
    const trainer = makeTrainer({
      ...shared,
      engine,
      iterations,
      orders: makeBatchOrders(1, data.train.size, batchSize),
      strengths: {},
      learningRate: () => 1e-3,
      ...measuredEvery,
    });
    const passes = makePasses(engine, model, objective.batchLoss);
    const evaluator = makeEvaluator(engine, model);
    const watcher = watch ? makeWatcher({ ...shared, passes, penalty: undefined, validation }) : undefined;
    let seen = watcher?.start(weights);
    let now: TrainerState = {
      params: uploadTensors(weights),
      state: uploadTensors(transform.init(model.paramShapes)),
      watch: startOfWatch(2.3),
    };
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const result = await trainer(now, epoch - 1);
      if ("breakdown" in result) throw new Error(result.breakdown.evidence);
      now = result.state;
      const scalars = scalarsOf(result.figures, now.params, evaluator, data);
      const at = { epoch, iteration: now.watch.iterations, weights: () => downloadTensors(now.params) };
      seen = seen && watcher?.after(seen, at, result.trace, { epoch, scalars });
    }
    dispose([now.params, now.state]);
    return performance.now() - from;
  };
};

for (const each of cases) {
  const training = trainingOf(each);
  let plain = Number.POSITIVE_INFINITY;
  let watched = Number.POSITIVE_INFINITY;
  for (let repeat = 0; repeat < each.repeats; repeat++) {
    plain = Math.min(plain, await training(false));
    watched = Math.min(watched, await training(true));
  }
  const more = (100 * (watched - plain)) / plain;
  console.log(
    `${each.sizes.join("-")}, ${each.train} examples, ${each.epochs} epochs: ${plain.toFixed(1)} ms, watched ${watched.toFixed(1)} ms (${more.toFixed(1)} % more)`,
  );
}
