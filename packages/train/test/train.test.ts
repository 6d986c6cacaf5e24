import { type Json, Outcome, type StepContext } from "@attune/core";
import { decodeTensors, openEngine } from "@attune/nn";
import { initStep, trainStep } from "@attune/train";
import * as Schema from "effect/Schema";
import { describe, expect, it } from "vitest";
import { breakdownFinding } from "../src/breakdownFinding.ts";
import { brokenRow } from "../src/epochRow.ts";
import {
  asInput,
  experiment,
  irisData,
  irisModel,
  type Memo,
  memoryContext,
  runStep,
} from "./MemoryContext.ts";
import { presentEngines } from "./presentEngines.ts";

const settings = (parts: { readonly [name: string]: Json } = {}): Json => ({
  optimizer: { adam: { learning_rate: 0.01 } },
  epochs: 5,
  batch_size: 16,
  ...parts,
});

const noisy = experiment(irisData, irisModel(0.3));

/** Trains from fresh weights; `rows` and `checkpoints` are what the step reported. */
const train = async (of = noisy, config = settings(), parts: Parameters<typeof memoryContext>[0] = {}) => {
  const start = memoryContext(parts);
  const weights = await runStep(initStep, of, {}, start);
  const context = memoryContext({ until: 5, ...parts, blobs: start.blobs, inputs: asInput(weights) });
  const outcome = await runStep(trainStep, of, config, context);
  return { outcome, context, rows: context.rows, checkpoints: context.checkpoints };
};

const continueFrom = async (context: StepContext, hash: string, epoch: number, until: number) => {
  const { blobs, inputs, engine, memo } = context;
  const again = memoryContext({ blobs, inputs, engine, memo, until, checkpoint: { epoch, hash } });
  return { outcome: await runStep(trainStep, noisy, settings(), again), rows: again.rows };
};

describe.each(presentEngines)("train on %s", (engine) => {
  const keep: Memo = new Map();
  const parts = { engine, keep };

  it("continued from a checkpoint gives the bits of an undisturbed run", async () => {
    const straight = await train(noisy, settings(), parts);
    const three = await train(noisy, settings(), { ...parts, until: 3 });
    expect(three.rows).toEqual(straight.rows.slice(0, 3));
    const { outcome, rows } = await continueFrom(three.context, three.outcome.artifacts.checkpoint!, 3, 5);
    expect(rows).toEqual(straight.rows.slice(3));
    expect(outcome).toEqual(straight.outcome);
  });

  it("gives the same bits again, with what the worker kept and without", async () => {
    const first = await train(noisy, settings(), parts);
    const used = await train(noisy, settings(), parts);
    const fresh = await train(noisy, settings(), { ...parts, keep: new Map() });
    expect(used.outcome).toEqual(first.outcome);
    expect(fresh.outcome).toEqual(first.outcome);
    expect(fresh.rows).toEqual(first.rows);
  });

  it("gives the bits of a worker of its own after other trainings of its network and of others", async () => {
    const other = experiment(irisData, irisModel(0.6));
    const weighted = (train: number) =>
      experiment(
        { ...Object(irisData), split: { train, validation: 30, test: 15 } },
        { ...Object(irisModel()), loss: { cross_entropy: { class_weights: "balanced" } } },
      );
    const shared: Memo = new Map();
    const trainings: ReadonlyArray<
      readonly [of: typeof noisy, parts: { readonly [name: string]: Json }, seed: number]
    > = [
      [noisy, {}, 7],
      [noisy, { optimizer: { adam: { learning_rate: 0.1, beta1: 0.5 } } }, 7],
      [noisy, { l2: 0.01 }, 7],
      [noisy, { l2: 0.1, optimizer: { adam: { learning_rate: 0.1 } } }, 7],
      [noisy, { l1: 0.01, l2: 0.1 }, 7],
      [noisy, { l2: 0.1, layers: { "layers.0": { l2: 0.3 } } }, 7],
      [noisy, { l2: 0.1, layers: { "layers.0": { l2: 0 } } }, 7],
      [noisy, { optimizer: { momentum: { learning_rate: 0.1 } }, batch_size: 30 }, 7],
      [noisy, { l2: 0.01 }, 8],
      [other, {}, 7],
      [weighted(105), {}, 7],
      [weighted(40), {}, 7],
    ];
    for (const [of, config, seed] of trainings) {
      const run = (keep: Memo) =>
        train(of, settings({ ...config, epochs: 3 }), { seed, engine, until: 3, keep });
      expect((await run(shared)).outcome, JSON.stringify(config)).toEqual((await run(new Map())).outcome);
    }
  });

  it("leaves no tensor behind, whether it ends well or breaks down", async () => {
    const opened = await openEngine(engine);
    const before = opened.tensors();
    await train(noisy, settings(), parts);
    await train(noisy, settings({ optimizer: { sgd: { learning_rate: 1e6 } } }), parts);
    expect(opened.tensors()).toBe(before);
  });
});

it("reports a row an epoch and ends with the last one's scalars", async () => {
  const { outcome, rows } = await train();
  expect(rows.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5]);
  expect(Object.keys(rows[0]!.scalars).sort()).toEqual([
    "gradient_norm",
    "learning_rate",
    "train.accuracy",
    "train.loss",
    "train.penalty",
    "update_ratio",
    "validation.accuracy",
    "validation.loss",
  ]);
  expect(outcome.metrics).toEqual(rows.at(-1)!.scalars);
  expect(Schema.decodeUnknownSync(Outcome)(JSON.parse(JSON.stringify(outcome)))).toEqual(outcome);
  expect(rows.at(-1)!.scalars["train.loss"]).toBeLessThan(rows[0]!.scalars["train.loss"]!);
});

it("writes checkpoints at most once a second and where the request ends; their pace changes nothing", async () => {
  let now = 0;
  const steady = await train();
  const paced = await train(noisy, settings(), { clockMillis: () => (now += 400) });
  expect(steady.checkpoints.map((hash) => hash !== undefined)).toEqual([false, false, false, false, true]);
  expect(paced.checkpoints.map((hash) => hash !== undefined)).toEqual([false, false, true, false, true]);
  expect(paced.rows).toEqual(steady.rows);
  expect(paced.outcome).toEqual(steady.outcome);
  const { rows } = await continueFrom(paced.context, paced.checkpoints[2]!, 3, 5);
  expect(rows).toEqual(steady.rows.slice(3));
});

it("answers a request for no further epoch out of the checkpoint", async () => {
  const { outcome, context } = await train();
  const again = await continueFrom(context, outcome.artifacts.checkpoint!, 5, 5);
  expect(again).toEqual({ outcome, rows: [] });
});

it("carries the best weights so far", async () => {
  const { outcome, rows, context } = await train(noisy, settings({ select: "best" }));
  const accuracies = rows.map(({ scalars }) => scalars["validation.accuracy"]!);
  const value = Math.max(...accuracies);
  const epoch = accuracies.indexOf(value) + 1;
  expect(outcome.detail.best).toEqual({ epoch, value });
  const { values } = decodeTensors(context.blobs.read(outcome.artifacts.checkpoint!));
  const until = await train(noisy, settings(), { until: epoch });
  const { values: weights } = decodeTensors(until.context.blobs.read(until.outcome.artifacts.weights!));
  for (const [name, { data }] of Object.entries(weights)) expect(values[`best/${name}`]?.data).toEqual(data);
});

it("carries no best weights where the last are selected", async () => {
  const { outcome, context } = await train();
  const { values } = decodeTensors(context.blobs.read(outcome.artifacts.checkpoint!));
  expect(outcome.detail.best).toBeDefined();
  expect(Object.keys(values).filter((name) => name.startsWith("best/"))).toEqual([]);
});

it("tells of a figure of a row that is not finite as what it is", () => {
  const scalars = { "train.loss": 0.5, learning_rate: 0.1, gradient_norm: Number.POSITIVE_INFINITY };
  const breakdown = brokenRow(2, 40, scalars)!;
  const finding = breakdownFinding(breakdown, { optimizer: "sgd", baseRate: 0.1, standardInputs: true });
  expect(finding).toMatchObject({ code: "NUM001", where: "gradient_norm Infinity, iteration 40, epoch 2" });
  expect(finding.evidence).toBe(
    "gradient_norm Infinity at the end of epoch 2, after 40 iterations with finite losses, mean of the epoch 0.5; learning rate 0.1",
  );
});

it("tells the rate of the epoch's last iteration, and the penalty apart from the loss", async () => {
  const schedule = { exponential: { decay: 0.5 } };
  const { rows } = await train(noisy, settings({ schedule, l2: 0.1 }));
  expect(rows.map(({ scalars }) => scalars.learning_rate)).toEqual([0.01, 0.005, 0.0025, 0.00125, 0.000625]);
  expect(rows[0]!.scalars["train.penalty"]).toBeGreaterThan(0);
  const plain = await train(noisy, settings({ schedule }));
  expect(plain.rows[0]!.scalars["train.penalty"]).toBe(0);
  const [withL2, without] = [rows, plain.rows].map((list) => list[0]!.scalars["train.loss"]!);
  expect(Math.abs(withL2! - without!)).toBeLessThan(0.1);
});

it.each([
  ["sgd", { sgd: { learning_rate: 1e6 } }],
  ["adam", { adam: { learning_rate: 1e30 } }],
  ["momentum", { momentum: { learning_rate: 300 } }],
])("a rate that is far too high ends infeasible with its finding: %s", async (name, optimizer) => {
  const { outcome, rows } = await train(noisy, settings({ optimizer }), { until: 40 });
  const [finding] = outcome.findings;
  expect(outcome.status).toBe("infeasible");
  expect(["NUM001", "LOS003"]).toContain(finding?.code);
  expect(finding?.severity).toBe("fail");
  expect(finding?.where).toMatch(/iteration \d+, epoch \d+/);
  expect(finding?.remedies[0]?.patch?.path).toBe(`steps.train.with.optimizer.${name}.learning_rate`);
  expect(Object.keys(outcome.artifacts)).toEqual(["watch"]);
  expect(outcome.metrics).toEqual(rows.at(-1)?.scalars ?? {});
  for (const { scalars } of rows) expect(Object.values(scalars).every(Number.isFinite)).toBe(true);
});

it("the view leaves out epochs, the test of the engine and all that is not its own", () => {
  const decode = Schema.decodeUnknownSync(trainStep.config);
  const five = trainStep.view(noisy, decode(settings()));
  const nine = trainStep.view(noisy, decode(settings({ epochs: 9 })));
  expect(nine).toEqual(five);
  expect(five.train).not.toHaveProperty("epochs");
  expect(Object.keys(five).sort()).toEqual(["data", "model", "train"]);
  expect(five.data).toHaveProperty("seed", 7);
  expect(trainStep.epochs?.(decode(settings({ epochs: 9 })))).toBe(9);
});

it("trains values: loss and r2, no accuracy", async () => {
  const data = { ...(irisData as object), target: "petal_width", features: ["sepal_length", "petal_length"] };
  const model = {
    layers: [{ dense: { units: 8, activation: "tanh" } }, { dense: { units: 1 } }],
    loss: "squared_error",
  };
  const { rows, outcome } = await train(experiment({ ...data, task: "regression" }, model), settings(), {
    until: 30,
  });
  expect(outcome.status).toBe("succeeded");
  expect(rows.at(-1)!.scalars).not.toHaveProperty("validation.accuracy");
  expect(rows.at(-1)!.scalars["validation.r2"]).toBeGreaterThan(0.8);
});
