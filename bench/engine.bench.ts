/**
 * Milliseconds a training iteration (forward, backward, Adam, float32, one core) of the engine `wasm` beside PyTorch's
 * best mode, in turns in one run, and their ratio. By hand:
 * `npx node bench/engine.bench.ts [--quick] [--json] [--only NAME] [--python PYTHON]`; `engine_torch.py` is the other side.
 * The minimum of several repeats: what the work takes when nothing disturbs it. GFLOP/s counts the products of the
 * forward pass, twice more for the gradients, but for that towards the data; the peak is a bare product of 256 × 256.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import {
  buildModel,
  gatherInputs,
  gatherTargets,
  type Model,
  ModelConfig,
  normals,
  openEngine,
  type Slice,
  stream,
  trainedShapes,
  uploadTensors,
} from "@attune/nn";
import { adam } from "@attune/optim";
import { matMul, tensor2d } from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import { type Feed, type Moving, makeIterations } from "../packages/train/src/Iterations.ts";
import { meanLoss } from "../packages/train/src/meanLoss.ts";
import { type Network, networks } from "./networks.ts";

const quick = process.argv.includes("--quick");
const after = (flag: string): string | undefined => {
  const at = process.argv.indexOf(flag);
  return at < 0 ? undefined : process.argv[at + 1];
};
const rounds = quick ? 2 : 4;
const repeats = quick ? 5 : 12;
const millis = quick ? 60 : 200;

/** Least time of one call, in milliseconds. */
const least = (call: () => void): number => {
  for (let i = 0; i < 4; i++) call();
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

const modelOf = ({ layers, inputShape }: Network): Model => {
  const config = Schema.decodeUnknownSync(ModelConfig)({ layers, loss: "cross_entropy" });
  const built = buildModel(config, inputShape);
  if ("problem" in built) throw new Error(built.problem.message);
  return built.model;
};

/** One iteration, its batch in place; and one that gathers it too. */
const iterationsOf = (network: Network): { readonly bare: () => void; readonly fed: () => void } => {
  const { batch, inputShape } = network;
  const model = modelOf(network);
  const transform = adam.transform(Schema.decodeUnknownSync(adam.config)({ learning_rate: 1e-3 }));
  const objective = { model, batchLoss: meanLoss(model), penalty: () => undefined };
  const { plain } = makeIterations(objective, transform, model.paramShapes);
  const params = Object.entries(model.paramShapes).map(([name, { shape, fanIn, role }]) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const data =
      role === "weight"
        ? normals(stream(1, name), size).map((value) => value * Math.sqrt(2 / fanIn))
        : new Float32Array(size).fill(role === "scale" || name.endsWith("variance") ? 1 : 0);
    return [name, { shape, data }] as const;
  });
  const examples = 4 * batch;
  const width = inputShape.reduce((product, length) => product * length, 1);
  const slice: Slice = {
    size: examples,
    inputShape,
    inputs: normals(stream(1, "inputs"), examples * width),
    labels: Int32Array.from({ length: examples }, (_, row) => row % model.outputShape[0]!),
    values: undefined,
    targetWidth: 1,
  };
  const loop = engine.loop<Moving, Feed>({
    name: "training",
    carried: {
      params: uploadTensors(Object.fromEntries(params)),
      state: uploadTensors(transform.init(trainedShapes(model.paramShapes))),
    },
    keep: ["params"],
  });
  const order = Int32Array.from({ length: batch }, (_, row) => (row * 7) % examples);
  const feed = () => {
    gatherInputs(slice, order, loop.feed("inputs", "float32", [batch, ...inputShape]));
    gatherTargets(slice, order, loop.feed("targets", "int32", [batch]));
    loop.feed("key", "int32", [4]).set([1, 2, 0, iteration]);
  };
  let iteration = 0;
  const bare = () => {
    loop.feed("learningRate", "float32", [])[0] = 1e-3;
    loop.feed("iteration", "float32", [])[0] = iteration++;
    loop.run(plain);
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

interface Answer {
  readonly torch?: string | null;
  readonly reason?: string;
  readonly modes?: Readonly<Record<string, number | null>>;
  readonly gflops?: number;
}

/** The other side: a name in, a line of JSON out. */
const openTorch = () => {
  const script = fileURLToPath(new URL("engine_torch.py", import.meta.url));
  const child = spawn(after("--python") ?? "python3", [script, ...(quick ? ["--quick"] : [])], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const missing: Answer = { torch: null, reason: "no Python" };
  child.on("error", () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<Answer> => {
    const line = await lines.next();
    return line.done ? missing : JSON.parse(line.value);
  };
  return {
    hello: next,
    ask: (name: string): Promise<Answer> => {
      child.stdin.write(`${name}\n`);
      return next();
    },
    end: () => child.stdin.end(),
  };
};

const minimum = (values: ReadonlyArray<number | null | undefined>): number | undefined => {
  const numbers = values.filter((value) => value !== null && value !== undefined);
  return numbers.length === 0 ? undefined : Math.min(...numbers);
};

const torch = openTorch();
const hello = await torch.hello();
const beside = hello.torch != null;

const size = 256;
const square = tensor2d(normals(stream(1, "square"), size * size), [size, size]);
const peaks: Array<number> = [];
const peak = () => {
  peaks.push((2 * size ** 3) / least(() => matMul(square, square).dispose()) / 1e6);
};

const results = [];
for (const network of networks.filter(({ name }) => name.includes(after("--only") ?? ""))) {
  peak();
  const { bare, fed } = iterationsOf(network);
  const ours: Array<number> = [];
  const gathered: Array<number> = [];
  const modes: Record<string, number> = {};
  for (let round = 0; round < rounds; round++) {
    ours.push(least(bare));
    gathered.push(least(fed));
    if (!beside) continue;
    const answer = await torch.ask(network.name);
    for (const [mode, value] of Object.entries(answer.modes ?? {})) {
      if (value !== null) modes[mode] = Math.min(modes[mode] ?? Number.POSITIVE_INFINITY, value);
    }
  }
  const milliseconds = Math.min(...ours);
  const theirs = minimum(Object.values(modes));
  results.push({
    name: network.name,
    batch: network.batch,
    milliseconds,
    withBatch: Math.min(...gathered),
    gflops: ((3 * network.flops - network.first) * network.batch) / milliseconds / 1e6,
    torch: theirs ?? null,
    modes,
    ratio: theirs === undefined ? null : milliseconds / theirs,
    goal: network.goal,
  });
}
torch.end();

const report = { engine: engine.name, torch: hello.torch ?? null, peakGflops: Math.max(...peaks), results };
if (process.argv.includes("--json")) console.log(JSON.stringify(report, undefined, 2));
else {
  if (!beside) console.log(`PyTorch is not measured: ${hello.reason}`);
  console.log(
    `engine ${report.engine}, peak ${report.peakGflops.toFixed(0)} GFLOP/s; PyTorch ${report.torch}`,
  );
  for (const { name, batch, milliseconds, gflops, torch, ratio, goal } of results) {
    const other =
      torch === null ? "" : `, PyTorch ${torch.toFixed(4)} ms: ${ratio?.toFixed(3)} × (goal ${goal})`;
    console.log(
      `${name}, batch ${batch}: ${milliseconds.toFixed(4)} ms, ${gflops.toFixed(1)} GFLOP/s${other}`,
    );
  }
}
