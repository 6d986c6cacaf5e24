/** What a training keeps of itself, ends by itself and gives, through the step. */
import type { Json, StepContext } from "@attune/core";
import { decodeTensors } from "@attune/nn";
import { initStep, trainStep } from "@attune/train";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { improvement, stopped } from "../src/EarlyStopping.ts";
import type { History } from "../src/History.ts";
import { asInput, experiment, irisData, irisModel, memoryContext, runStep } from "./MemoryContext.ts";

const settings = (parts: { readonly [name: string]: Json } = {}): Json => ({
  optimizer: { adam: { learning_rate: 0.01 } },
  epochs: 5,
  batch_size: 16,
  ...parts,
});

const noisy = experiment(irisData, irisModel(0.3));

const start = async (of = noisy) => {
  const context = memoryContext({});
  const weights = await runStep(initStep, of, {}, context);
  return { blobs: context.blobs, inputs: asInput(weights) };
};

type Given = Awaited<ReturnType<typeof start>>;

const train = async (
  given: Given,
  until: number,
  config = settings(),
  checkpoint: StepContext["checkpoint"] = undefined,
  of = noisy,
) => {
  const context = memoryContext({ ...given, until, checkpoint });
  const outcome = await runStep(trainStep, of, config, context);
  return { outcome, rows: context.rows };
};

const historyOf = ({ blobs }: Given, hash: string | undefined): History =>
  JSON.parse(new TextDecoder().decode(blobs.read(hash!)));

describe("the history", () => {
  it("has the start, the first and the last epoch, the windows and the rows", async () => {
    const given = await start();
    const { outcome, rows } = await train(given, 9);
    const history = historyOf(given, outcome.artifacts.watch);
    expect(history).toHaveProperty("version", 1);
    expect(history.rows).toEqual(rows);
    expect(history.snapshots.map(({ epoch, iteration }) => [epoch, iteration])).toEqual([
      [0, 0],
      [1, 7],
      [9, 63],
    ]);
    expect(history.windows.map(({ start, count }) => [start, count])).toEqual([
      [0, 50],
      [50, 13],
    ]);
    expect(history.watched).toMatchObject({
      optimizer: "adam",
      baseRate: 0.01,
      schedule: "constant",
      iterationsPerEpoch: 7,
      epochs: 9,
      loss: "cross_entropy",
      weightedLoss: false,
      classes: 3,
      trainSize: 105,
      standardInputs: true,
    });
    expect(history.watched.chance).toBeCloseTo(Math.log(3), 1);
    expect(history.watched.layers.map(({ name, kind }) => [name, kind])).toEqual([
      ["layers.0", "dense"],
      ["layers.1", "dropout"],
      ["layers.2", "dense"],
    ]);
    const [before, after] = history.snapshots;
    expect(Object.keys(after!.layers)).toEqual(["layers.0", "layers.2"]);
    expect(after!.layers["layers.0"]).toMatchObject({ activation: "relu", saturatedShare: null });
    expect(before!.tensors["layers.0.weight"]!.updateRatio).toBeNull();
    expect(before!.tensors["layers.0.weight"]!.gradientNorm).toBeGreaterThan(0);
    expect(after!.tensors["layers.0.weight"]!.updateRatio).toBeGreaterThan(1e-4);
  });

  it("knows a loss with class weights", async () => {
    const loss = { cross_entropy: { class_weights: [1, 2, 2] } };
    const of = experiment(irisData, { ...Object(irisModel()), loss });
    const given = await start(of);
    const { outcome } = await train(given, 1, settings(), undefined, of);
    expect(historyOf(given, outcome.artifacts.watch).watched.weightedLoss).toBe(true);
  });

  it("of one update by gradient descent: ‖Δw‖/‖w‖ = rate · ‖g‖/‖w‖, and ‖w‖ as the weights have it", async () => {
    const given = await start();
    const config = settings({ optimizer: { sgd: { learning_rate: 0.05 } }, batch_size: 105 });
    const { outcome } = await train(given, 1, config);
    const [before, after] = historyOf(given, outcome.artifacts.watch).snapshots;
    const { values } = decodeTensors(given.blobs.read(outcome.artifacts.weights!));
    for (const name of ["layers.0.weight", "layers.2.weight"]) {
      const { updateRatio, gradientNorm, norm } = after!.tensors[name]!;
      expect(updateRatio! / ((0.05 * gradientNorm!) / before!.tensors[name]!.norm!)).toBeCloseTo(1, 4);
      const squares = [...values[name]!.data].reduce((sum, value) => sum + value ** 2, 0);
      expect(norm! / Math.sqrt(squares)).toBeCloseTo(1, 4);
    }
  });

  it("of a training that broke down ends where it broke, and the breakdown is found first", async () => {
    const given = await start();
    const config = settings({ optimizer: { sgd: { learning_rate: 1e6 } } });
    const { outcome } = await train(given, 40, config);
    const history = historyOf(given, outcome.artifacts.watch);
    expect(outcome.status).toBe("infeasible");
    expect(["NUM001", "LOS003"]).toContain(outcome.findings[0]?.code);
    const at = Number(/iteration (\d+)/.exec(outcome.findings[0]!.where)![1]);
    expect(history.snapshots.at(-1)!.iteration).toBe(at - 1);
    expect(history.windows.at(-1)!.largest).toBeGreaterThan(history.lossAtInit);
  });
});

it("stopped anywhere and resumed, a training gives the bits of an undisturbed one", async () => {
  const given = await start();
  const config = settings({ early_stopping: { patience: 30 }, select: "best" });
  const straight = await train(given, 24, config);
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 1, max: 23 }), { maxLength: 4 }), async (stops) => {
      let checkpoint: StepContext["checkpoint"];
      for (const stop of [...stops].sort((a, b) => a - b)) {
        const { outcome } = await train(given, stop, config, checkpoint);
        checkpoint = { epoch: stop, hash: outcome.artifacts.checkpoint! };
      }
      const { outcome, rows } = await train(given, 24, config, checkpoint);
      expect(outcome).toEqual(straight.outcome);
      expect(rows).toEqual(straight.rows.slice(checkpoint?.epoch ?? 0));
    }),
    { numRuns: 8 },
  );
});

describe("early stopping", () => {
  const stopOf = (curve: ReadonlyArray<number>, patience: number, minDelta: number, name: string) => {
    const rule = { patience, minDelta };
    let last: ReturnType<typeof improvement> | undefined;
    for (const [at, value] of curve.entries()) {
      const scalars = { "validation.loss": value, [name]: value };
      last = improvement(rule, last, at + 1, scalars);
      const end = stopped(rule, last, at + 1, scalars);
      if (end) return end;
    }
    return undefined;
  };

  it.each([
    ["a peak", [0.5, 0.7, 0.9, 0.8, 0.8, 0.95], 2, 0, 5],
    ["no epoch is enough", [0.5, 0.7, 0.69, 0.71, 0.9], 2, 0, undefined],
    ["equal is no improvement", [0.5, 0.5, 0.5], 2, 0, 3],
    ["less than min_delta is none", [0.5, 0.505, 0.509, 0.6], 2, 0.01, 3],
    ["small steps add up", [0.5, 0.506, 0.512, 0.518, 0.524, 0.53], 2, 0.01, undefined],
  ])("of accuracy: %s", (_, curve, patience, minDelta, epoch) => {
    expect(stopOf(curve, patience, minDelta, "validation.accuracy")?.epoch).toBe(epoch);
  });

  it("of a loss, which is to be low, with its reason", () => {
    expect(stopOf([1, 0.5, 0.6, 0.7, 0.4], 2, 0, "validation.r2")).toEqual({
      epoch: 4,
      reason: "validation.loss has not improved for 2 epochs: best 0.5 after epoch 2",
    });
  });

  it("ends a training for good: more epochs train no further, and give the same", async () => {
    const given = await start();
    const config = settings({ early_stopping: { patience: 2 } });
    const { outcome, rows } = await train(given, 60, config);
    const { stopped: end, best } = outcome.detail as { stopped: { epoch: number }; best: { epoch: number } };
    expect(end.epoch).toBe(rows.length);
    expect(rows.length).toBeLessThan(60);
    expect(end.epoch - best.epoch).toBe(2);
    expect(outcome.metrics).toEqual(rows.at(-1)!.scalars);
    const checkpoint = { epoch: end.epoch, hash: outcome.artifacts.checkpoint! };
    const more = await train(given, 90, config, checkpoint);
    expect(more.rows).toEqual([]);
    expect(more.outcome.detail).toEqual(outcome.detail);
    expect(more.outcome.artifacts.weights).toBe(outcome.artifacts.weights);
    expect((await train(given, 90, config)).outcome).toEqual(more.outcome);
  });
});

it("select: best gives the weights and figures of the best epoch", async () => {
  const given = await start();
  const { outcome, rows } = await train(given, 12, settings({ select: "best" }));
  const { epoch, value } = outcome.detail.best as { epoch: number; value: number };
  expect(epoch).toBeLessThan(12);
  expect(value).toBe(Math.max(...rows.map(({ scalars }) => scalars["validation.accuracy"]!)));
  expect(outcome.metrics).toEqual(rows[epoch - 1]!.scalars);
  expect(outcome.detail.selected).toEqual({ epoch });
  const there = await train(given, epoch);
  expect(outcome.artifacts.weights).toBe(there.outcome.artifacts.weights);
  const last = await train(given, 12);
  expect(last.outcome.metrics).toEqual(rows.at(-1)!.scalars);
  expect(last.outcome.artifacts.weights).not.toBe(outcome.artifacts.weights);
});
