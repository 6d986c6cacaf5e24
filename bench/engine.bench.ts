/**
 * Milliseconds a training iteration (forward, backward, Adam, float32) on the engine `wasm`, one core, beside a bare
 * matrix product. By hand: `node bench/engine.bench.ts [--quick] [--json]`; `engine_torch.py` measures PyTorch on the
 * same networks. The minimum of several repeats: what the work takes when nothing disturbs it.
 */
import {
  buildModel,
  gatherInputs,
  gatherTargets,
  type Iteration,
  ModelConfig,
  normals,
  openEngine,
  type Slice,
  stream,
  uploadTensors,
} from "@attune/nn";
import { adam } from "@attune/optim";
import { matMul, tensor2d, engine as tfjs } from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import { meanLoss } from "../packages/train/src/meanLoss.ts";
import { type StepInputs, trainingStep } from "../packages/train/src/trainingStep.ts";

const quick = process.argv.includes("--quick");
const repeats = quick ? 9 : 30;
const millis = quick ? 60 : 200;

/** Least time of one call, in milliseconds. */
const least = (call: () => void): number => {
  for (let i = 0; i < 20; i++) call();
  const start = performance.now();
  call();
  const calls = Math.max(1, Math.round(millis / Math.max(1e-4, performance.now() - start)));
  let best = Number.POSITIVE_INFINITY;
  for (let repeat = 0; repeat < repeats; repeat++) {
    const from = performance.now();
    for (let i = 0; i < calls; i++) call();
    best = Math.min(best, (performance.now() - from) / calls);
  }
  return best;
};

const engine = await openEngine("wasm");

interface Network {
  readonly name: string;
  readonly sizes: ReadonlyArray<number>;
  readonly batch: number;
}

const networks: ReadonlyArray<Network> = [
  { name: "MLP 784-128-64-10", sizes: [784, 128, 64, 10], batch: 64 },
  { name: "MLP 64-32-32-10", sizes: [64, 32, 32, 10], batch: 64 },
  { name: "MLP 16-16-16-3", sizes: [16, 16, 16, 3], batch: 32 },
];

type Moving = Pick<StepInputs, "params" | "state">;
type Feed = Omit<StepInputs, keyof Moving>;

const iterationOf = ({ sizes, batch }: Network): { readonly bare: () => void; readonly fed: () => void } => {
  const layers = sizes.slice(1).map((units, at) => ({
    dense: { units, activation: at < sizes.length - 2 ? "relu" : "linear" },
  }));
  const config = Schema.decodeUnknownSync(ModelConfig)({ layers, loss: "cross_entropy" });
  const built = buildModel(config, [sizes[0]!]);
  if ("problem" in built) throw new Error(built.problem.message);
  const { model } = built;
  const transform = adam.transform(Schema.decodeUnknownSync(adam.config)({ learning_rate: 1e-3 }));
  const objective = { model, batchLoss: meanLoss(model), penalty: undefined };
  const step = trainingStep(objective, transform, model.paramShapes, { measure: false });
  const iterate: Iteration<Moving, Feed> = (carried, given) => {
    const { metrics, ...next } = step({ ...carried, ...given });
    return { carried: next, metrics };
  };
  const params = Object.entries(model.paramShapes).map(([name, { shape, fanIn }]) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const data = normals(stream(1, name), size).map((value) => value * Math.sqrt(2 / fanIn));
    return [name, { shape, data }] as const;
  });
  const examples = 4 * batch;
  const slice: Slice = {
    size: examples,
    inputShape: [sizes[0]!],
    inputs: normals(stream(1, "inputs"), examples * sizes[0]!),
    labels: Int32Array.from({ length: examples }, (_, row) => row % sizes.at(-1)!),
    values: undefined,
    targetWidth: 1,
  };
  const loop = engine.loop<Moving, Feed>({
    name: "training",
    carried: {
      params: uploadTensors(Object.fromEntries(params)),
      state: uploadTensors(transform.init(model.paramShapes)),
    },
    keep: ["params"],
  });
  const order = Int32Array.from({ length: batch }, (_, row) => (row * 7) % examples);
  const feed = () => {
    gatherInputs(slice, order, loop.feed("inputs", "float32", [batch, sizes[0]!]));
    gatherTargets(slice, order, loop.feed("targets", "int32", [batch]));
    loop.feed("key", "int32", [4]).set([1, 2, 0, iteration]);
  };
  let iteration = 0;
  const bare = () => {
    loop.feed("learningRate", "float32", [])[0] = 1e-3;
    loop.feed("iteration", "float32", [])[0] = iteration++;
    loop.run(iterate);
  };
  feed();
  return {
    bare,
    fed: () => {
      feed();
      bare();
    },
  };
};

const size = 256;
const square = tensor2d(normals(stream(1, "square"), size * size), [size, size]);
const product = least(() => matMul(square, square).dispose());
const gflops = (2 * size ** 3) / product / 1e6;

const results = networks.map((network) => {
  const { bare, fed } = iterationOf(network);
  return { name: network.name, batch: network.batch, milliseconds: least(bare), withBatch: least(fed) };
});

const report = { engine: engine.name, backend: tfjs().backendName, gflops, results };
if (process.argv.includes("--json")) console.log(JSON.stringify(report, undefined, 2));
else {
  console.log(`product of ${size} × ${size}: ${gflops.toFixed(1)} GFLOP/s`);
  for (const { name, batch, milliseconds, withBatch } of results) {
    console.log(
      `${name}, batch ${batch}: ${milliseconds.toFixed(4)} ms, with gathering the batch ${withBatch.toFixed(4)} ms`,
    );
  }
}
