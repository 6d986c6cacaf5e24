/** Same seed, same engine, same bits: in this process, in one worker or two, and continued from any checkpoint. */
import { join } from "node:path";
import { layerInProcess, layerPool, type Outcome, plan, StepRequest, StepRunner } from "@attune/core";
import { stepKinds } from "@attune/train";
import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import fc from "fast-check";
import { expect, it } from "vitest";
import { makePlanner } from "../src/language.ts";
import { readExperiment } from "../src/readExperiment.ts";
import { root, temporaryFolder } from "./attune.ts";

const EPOCHS = 6;
const OVERRIDES = [
  "model.layers=[{dense: {units: 8, activation: tanh}}, {dropout: {rate: 0.3}}, {dense: {units: 3}}]",
  "steps.train.with.optimizer={adam: {learning_rate: 0.02}}",
  "engine=wasm",
];

type Run = StepRunner["Service"]["run"];

interface Trained {
  /** Its blobs are named by their content. */
  readonly outcome: Outcome;
  readonly rows: ReadonlyArray<unknown>;
}

/** Requests for `init` and `train` of the smoke run. */
const requestsIn = async (blobs: string) => {
  const planner = makePlanner();
  const planned = await Effect.runPromise(
    Effect.gen(function* () {
      const experiment = yield* readExperiment(join(root, "experiments/smoke/run.yaml"), planner, OVERRIDES);
      return yield* plan(experiment, planner, { assignment: {}, reseed: (seed) => seed, test: false });
    }),
  );
  return (id: string, seed: number, more: Partial<StepRequest>): StepRequest => {
    const { uses, parts, directory } = planned.steps.find((step) => step.id === id)!;
    const { view, engine } = parts;
    const fixed = { step: id, attempt: 1, uses, view, engine, directory, blobs, seed };
    return StepRequest.make({ ...fixed, inputs: {}, until: 0, ...more });
  };
};

type Requests = Awaited<ReturnType<typeof requestsIn>>;

/** Trains to each of the ends in turn, always from the checkpoint of the last. */
const train = Effect.fnUntraced(function* (
  run: Run,
  request: Requests,
  seed: number,
  ends: ReadonlyArray<number>,
) {
  const { artifacts } = yield* run(request("init", seed, {}), () => Effect.void);
  const weights = { name: "init", metrics: {}, detail: {}, artifacts };
  const rows: unknown[] = [];
  let outcome: Outcome | undefined;
  let reached = 0;
  for (const until of ends) {
    const hash = outcome?.artifacts.checkpoint;
    const from = hash === undefined ? {} : { checkpoint: { epoch: reached, hash } };
    outcome = yield* run(request("train", seed, { inputs: { weights }, until, ...from }), ({ row }) =>
      Effect.sync(() => void rows.push(row)),
    );
    reached = until;
  }
  const trained: Trained = { outcome: outcome!, rows };
  return trained;
});

it("trains to the same bits wherever and in however many parts", { timeout: 120_000 }, async () => {
  const request = await requestsIn(temporaryFolder());
  const entry = join(root, "packages/cli/src/worker.ts");
  const program = Effect.gen(function* () {
    const alone = yield* Effect.provide(StepRunner, layerInProcess(stepKinds));
    const pools = { one: yield* poolOf(entry, 1), two: yield* poolOf(entry, 2) };
    const straight = new Map<number, Trained>();
    for (const seed of [1, 2]) straight.set(seed, yield* train(alone.run, request, seed, [EPOCHS]));
    expect(straight.get(1)!.rows).not.toEqual(straight.get(2)!.rows);
    const stops = fc.uniqueArray(fc.integer({ min: 1, max: EPOCHS - 1 }), { maxLength: 4 });
    yield* Effect.promise(() =>
      fc.assert(
        fc.asyncProperty(stops, stops, fc.constantFrom("one", "two"), async (first, second, pool) => {
          const parts = [first, second].map((list) => [...list.toSorted((a, b) => a - b), EPOCHS]);
          const both = parts.map((ends, at) => train(pools[pool].run, request, at + 1, ends));
          // side by side: with two workers parts of the two trainings change places
          const trained = await Effect.runPromise(Effect.all(both, { concurrency: 2 }));
          expect(trained).toEqual([straight.get(1), straight.get(2)]);
        }),
        { numRuns: 15 },
      ),
    );
  });
  await Effect.runPromise(Effect.scoped(program));
});

const poolOf = (entry: string, size: number) =>
  Effect.map(Layer.build(layerPool({ entry, size })), (context) => Context.get(context, StepRunner));
