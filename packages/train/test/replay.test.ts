import {
  buildModel,
  chosen,
  downloadTensors,
  type Engine,
  type Iteration,
  type Model,
  ModelConfig,
  type NamedValues,
  noiseKey,
  normals,
  oneOf,
  openEngine,
  type Params,
  stream,
  trainedShapes,
  uploadTensors,
} from "@attune/nn";
import {
  type Optimizer,
  optimizers,
  type Schedule,
  type State,
  schedules,
  type Transform,
} from "@attune/optim";
import { dispose, scalar, tensor } from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { meanLoss } from "../src/meanLoss.ts";
import { penaltyOf, strengthsOf } from "../src/penaltyOf.ts";
import { type StepInputs, type StepOutputs, trainingStep } from "../src/trainingStep.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine("wasm");
});

const activation = fc.constantFrom("linear", "relu", "tanh", "sigmoid");
const layer = fc.oneof(
  fc.record({ dense: fc.record({ units: fc.integer({ min: 1, max: 19 }), activation }) }),
  fc.record({ dropout: fc.record({ rate: fc.double({ min: 0, max: 0.8, noNaN: true }) }) }),
  fc.record({ activation }),
  fc.constantFrom("flatten", "batch_norm", "layer_norm"),
  fc.record({ maxout: fc.record({ units: fc.integer({ min: 1, max: 9 }), pieces: fc.constantFrom(2, 3) }) }),
  fc.record({ gaussian_noise: fc.record({ std: fc.constantFrom(0, 0.3) }) }),
  fc.record({
    residual: fc.constantFrom(
      ["batch_norm", { dense: { units: 5 } }],
      [{ dense: { units: 3, activation: "softmax" } }, { residual: ["layer_norm"] }],
    ),
  }),
);
const rate = fc.double({ min: 1e-3, max: 0.1, noNaN: true });
const optimizer = fc.oneof(
  fc.record({ sgd: fc.record({ learning_rate: rate }) }),
  fc.record({ momentum: fc.record({ learning_rate: rate, nesterov: fc.boolean() }) }),
  fc.record({ adam: fc.record({ learning_rate: rate, amsgrad: fc.boolean() }) }),
);
const schedule = fc.constantFrom<unknown>(
  "constant",
  { step: { size: 1, factor: 0.5 } },
  { exponential: { decay: 0.3, per: "iteration" } },
  { inverse_time: { decay: 0.3, per: "iteration" } },
);

const training = fc.record({
  layers: fc.array(layer, { maxLength: 4 }),
  classes: fc.boolean(),
  outputs: fc.integer({ min: 2, max: 7 }),
  features: fc.integer({ min: 1, max: 11 }),
  sizes: fc.array(fc.integer({ min: 1, max: 13 }), { minLength: 1, maxLength: 2 }),
  penalty: fc.constantFrom(0, 0.01),
  measure: fc.boolean(),
  tensors: fc.boolean(),
  seed: fc.nat(1000),
  optimizer,
  schedule,
});
type Training = typeof training extends fc.Arbitrary<infer A> ? A : never;

interface Built {
  readonly model: Model;
  readonly transform: Transform;
  readonly step: (inputs: StepInputs) => StepOutputs;
  readonly start: { readonly params: NamedValues; readonly state: NamedValues };
  readonly rateAt: (iteration: number) => number;
}

const build = (of: Training): Built => {
  const loss = of.classes ? { cross_entropy: { label_smoothing: 0.1 } } : "squared_error";
  const layers = [...of.layers, { dense: { units: of.outputs } }];
  const built = buildModel(Schema.decodeUnknownSync(ModelConfig)({ layers, loss }), [of.features]);
  if ("problem" in built) throw new Error(built.problem.message);
  const { model } = built;
  const choice = chosen(optimizers, Schema.decodeUnknownSync(oneOf(optimizers))(of.optimizer));
  const row: Optimizer = choice.row;
  const transform = row.transform(choice.config);
  const plan = chosen(schedules, Schema.decodeUnknownSync(oneOf(schedules))(of.schedule));
  const schedule: Schedule = plan.row;
  const penalty = penaltyOf(
    model.paramShapes,
    strengthsOf(model.paramShapes, { l1: of.penalty, l2: of.penalty }),
  );
  const objective = { model, batchLoss: meanLoss(model), penalty: () => penalty };
  const params = Object.fromEntries(
    Object.entries(model.paramShapes).map(([name, { shape }]) => {
      const size = shape.reduce((product, length) => product * length, 1);
      return [name, { shape, data: normals(stream(of.seed, name), size).map((value) => value / 2) }];
    }),
  );
  return {
    model,
    transform,
    step: trainingStep(objective, transform, model.paramShapes, { measure: of.measure, tensors: of.tensors }),
    start: { params, state: transform.init(trainedShapes(model.paramShapes)) },
    rateAt: (iteration) =>
      schedule.rate(plan.config, choice.config.learningRate, {
        epoch: iteration / 3,
        iteration,
        iterationsPerEpoch: 3,
        epochs: 4,
      }),
  };
};

/** What iteration `iteration` is fed: of the sizes in turn. */
const feedOf = ({ sizes, features, classes, outputs, seed }: Training, iteration: number) => {
  const size = sizes[iteration % sizes.length]!;
  const random = (purpose: string, count: number) => normals(stream(seed, purpose), count, iteration);
  return {
    inputs: { shape: [size, features], data: random("inputs", size * features) },
    targets: classes
      ? { shape: [size], data: Int32Array.from({ length: size }, (_, row) => (row + iteration) % outputs) }
      : { shape: [size, outputs], data: random("targets", size * outputs) },
    key: { shape: [4], data: noiseKey(stream(seed, "train/dropout"), 0, iteration) },
  };
};

const ITERATIONS = 9;

interface Ended {
  readonly params: NamedValues;
  readonly state: NamedValues;
  readonly metrics: ReadonlyArray<Readonly<Record<string, number>>>;
}

/** The training as functions from tensors to tensors: eagerly, or compiled. */
const byFunctions = (
  of: Training,
  { start, rateAt }: Built,
  step: (inputs: StepInputs) => StepOutputs,
): Ended => {
  let now: { params: Params; state: State } = {
    params: uploadTensors(start.params),
    state: uploadTensors(start.state),
  };
  const metrics: Array<Record<string, number>> = [];
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const { inputs, targets, key } = feedOf(of, iteration);
    const given = {
      ...now,
      inputs: tensor(inputs.data, inputs.shape),
      targets: tensor(targets.data, targets.shape, targets.data instanceof Int32Array ? "int32" : "float32"),
      key: tensor(key.data, key.shape, "int32"),
      learningRate: scalar(rateAt(iteration)),
      iteration: scalar(iteration),
    };
    const { metrics: figures, ...next } = step(given);
    metrics.push(
      Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, value.dataSync()[0]!])),
    );
    dispose([given, figures]);
    now = next;
  }
  const ended = { params: downloadTensors(now.params), state: downloadTensors(now.state), metrics };
  dispose(now);
  return ended;
};

type Moving = Pick<StepInputs, "params" | "state">;
type Feed = Omit<StepInputs, keyof Moving>;

const byLoop = (of: Training, { start, rateAt, step }: Built, on: Engine = engine): Ended => {
  const iterate: Iteration<Moving, Feed> = (carried, fed) => {
    const { metrics, ...next } = step({ ...carried, ...fed });
    return { carried: next, metrics };
  };
  const loop = on.loop<Moving, Feed>({
    name: "test",
    carried: { params: uploadTensors(start.params), state: uploadTensors(start.state) },
    keep: ["params"],
  });
  const metrics: Array<Readonly<Record<string, number>>> = [];
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const { inputs, targets, key } = feedOf(of, iteration);
    loop.feed("inputs", "float32", inputs.shape).set(inputs.data);
    loop
      .feed("targets", targets.data instanceof Int32Array ? "int32" : "float32", targets.shape)
      .set(targets.data);
    loop.feed("key", "int32", key.shape).set(key.data);
    loop.feed("learningRate", "float32", [])[0] = rateAt(iteration);
    loop.feed("iteration", "float32", [])[0] = iteration;
    metrics.push(loop.run(iterate));
  }
  const end = loop.end();
  const ended = { params: downloadTensors(end.params), state: downloadTensors(end.state), metrics };
  dispose([end.params, end.state]);
  return ended;
};

describe("replay is eager execution bit for bit", () => {
  it("of random networks, optimizers, schedules and noise, compiled and in a loop", () => {
    fc.assert(
      fc.property(training, (of) => {
        const built = build(of);
        const before = engine.tensors();
        // compiled anew for each call: a first call is always eager
        const eager = byFunctions(of, built, (inputs) => engine.compile(built.step)(inputs));
        expect(byFunctions(of, built, engine.compile(built.step))).toEqual(eager);
        expect(byLoop(of, built)).toEqual(eager);
        expect(engine.tensors()).toBe(before);
        expect(engine.takeNotes()).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
