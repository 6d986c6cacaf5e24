import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  decodeExperiment,
  layerInProcess,
  layerPool,
  type PlannedStep,
  plan,
  Scheduler,
  type StepEvent,
  StepFailed,
  StepRunner,
  Store,
} from "@attune/core";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { kinds, language, planner } from "./language.ts";

const yaml = (train: string) => `name: demo
data: { rows: 10 }
model: { width: 2 }
steps:
  init: { uses: init }
  gate: { uses: gate, needs: [init] }
  train: { uses: train, needs: [gate], with: { ${train} } }
  evaluate: { uses: evaluate, needs: [train] }
`;

const planned = (train: string) =>
  Effect.gen(function* () {
    const experiment = yield* decodeExperiment("demo.yaml", yaml(train), language);
    return (yield* plan(experiment, planner, { assignment: {}, reseed: () => 7, test: true })).steps;
  });

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "attune-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs steps on a fresh scheduler over the folder's store, as a new invocation would. */
const invoke = (steps: ReadonlyArray<PlannedStep>, runner: Layer.Layer<StepRunner> = layerInProcess(kinds)) =>
  Effect.gen(function* () {
    const events: Array<string> = [];
    const store = yield* Store;
    const run = store.startRun({ command: "test", file: "demo.yaml", experiment: "demo" });
    const options = {
      run,
      concurrency: 2,
      blobs: join(folder, "blobs"),
      onEvent: ({ _tag, step }: StepEvent) => void events.push(`${step} ${_tag}`),
    };
    return yield* Effect.gen(function* () {
      const scheduler = yield* Scheduler;
      const states = yield* scheduler.run(steps, "");
      const rows = steps.flatMap(({ key }) => store.epochs(key));
      return { states, events, counts: scheduler.counts(), rows, failures: store.failures(run) };
    }).pipe(Effect.provide(Layer.provide(Scheduler.layer(options), runner)));
  }).pipe(Effect.provide(Store.layer(folder)), Effect.runPromise);

const outcomeOf = (result: Awaited<ReturnType<typeof invoke>>, id: string) => {
  const state = result.states.get(id);
  return state?._tag === "Done"
    ? { status: state.outcome.status, metrics: state.outcome.metrics }
    : state?._tag;
};

const fault = (how: string, more: Partial<PlannedStep> = {}): PlannedStep => ({
  id: how,
  uses: "fault",
  module: undefined,
  kind: kinds.gate,
  needs: [],
  inputs: {},
  retry: 1,
  seed: undefined,
  timeoutMillis: undefined,
  key: how,
  parts: { kind: "fault", view: { how }, seed: 0, code: "", engine: "test", inputs: {} },
  code: { digest: "", files: {} },
  until: 0,
  name: how,
  directory: ".",
  ...more,
});

const entryOf = (file: string) => fileURLToPath(import.meta.resolve(file));
const pool = (size: number) => layerPool({ entry: entryOf("./worker.ts"), size });

describe("Scheduler", () => {
  it("runs each step once, then takes all from the cache", async () => {
    const steps = await Effect.runPromise(planned("rate: 2, epochs: 3"));
    const first = await invoke(steps);
    expect(first.counts).toEqual({ run: 4, cached: 0, failed: 0 });
    expect(outcomeOf(first, "evaluate")).toEqual({ status: "succeeded", metrics: { test: 6 } });
    const second = await invoke(steps);
    expect(second.counts).toEqual({ run: 0, cached: 4, failed: 0 });
    expect(outcomeOf(second, "evaluate")).toEqual(outcomeOf(first, "evaluate"));
  });

  it("continues a trajectory: 3 epochs, then 5, then 3 again", async () => {
    await invoke(await Effect.runPromise(planned("rate: 2, epochs: 3")));
    const five = await invoke(await Effect.runPromise(planned("rate: 2, epochs: 5")));
    expect(five.events.filter((event) => event.endsWith("Epoch"))).toHaveLength(2);
    expect(five.counts).toEqual({ run: 2, cached: 2, failed: 0 });
    expect(outcomeOf(five, "evaluate")).toEqual({ status: "succeeded", metrics: { test: 10 } });
    const three = await invoke(await Effect.runPromise(planned("rate: 2, epochs: 3")));
    expect(three.counts).toEqual({ run: 0, cached: 4, failed: 0 });
  });

  it("recomputes what is corrupt: a blob with other bytes, a blob that is gone, a damaged row", async () => {
    const steps = await Effect.runPromise(planned("rate: 2, epochs: 3"));
    await invoke(steps);
    const blobs = readdirSync(join(folder, "blobs"), { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile(),
    );
    for (const { parentPath, name } of blobs) writeFileSync(join(parentPath, name), "other");
    const again = await invoke(steps);
    expect(again.counts).toEqual({ run: 2, cached: 2, failed: 0 }); // init and train hold blobs
    expect(outcomeOf(again, "train")).toEqual({ status: "succeeded", metrics: { sum: 6 } });
    rmSync(join(folder, "blobs"), { recursive: true });
    expect((await invoke(steps)).counts.run).toBe(2);
  });

  it("an infeasible step is cached and skips what needs it", async () => {
    const steps = await Effect.runPromise(planned("rate: 20, epochs: 5"));
    const first = await invoke(steps);
    expect(outcomeOf(first, "train")).toEqual({ status: "infeasible", metrics: {} });
    expect(outcomeOf(first, "evaluate")).toBe("Skipped");
    expect((await invoke(steps)).counts).toEqual({ run: 0, cached: 3, failed: 0 });
  });

  it("says so when a trajectory's rows come out otherwise than before", async () => {
    const steps = await Effect.runPromise(planned("rate: 2, epochs: 3"));
    await invoke(steps);
    const changed = steps.map((step) =>
      step.id === "train"
        ? {
            ...step,
            parts: { ...step.parts, view: { rate: 3, data: {}, model: {} } },
            until: 1,
            name: `${step.key}@1`,
          }
        : step,
    );
    const state = (await invoke(changed)).states.get("train");
    expect(state?._tag === "Failed" && state.error.reason).toBe("not_deterministic");
  });

  it("retries a crash of the machine and goes on", async () => {
    let attempts = 0;
    const flaky = Layer.effect(
      StepRunner,
      Effect.map(StepRunner, (runner) =>
        StepRunner.of({
          run: (request, onEpoch) =>
            request.step === "train" && ++attempts === 1
              ? Effect.fail(
                  new StepFailed({
                    step: request.step,
                    reason: "crashed",
                    detail: "exit code 9",
                    log: "log",
                  }),
                )
              : runner.run(request, onEpoch),
        }),
      ),
    ).pipe(Layer.provide(layerInProcess(kinds)));
    const result = await invoke(await Effect.runPromise(planned("rate: 2, epochs: 3")), flaky);
    expect(result.counts).toEqual({ run: 4, cached: 0, failed: 0 });
    expect(result.failures.map(({ step, attempt, log }) => [step, attempt, log])).toEqual([
      ["train", 1, "log"],
    ]);
  });
});

describe("StepRunnerPool", () => {
  it("gives the same rows and results as this process", async () => {
    const steps = await Effect.runPromise(planned("rate: 2, epochs: 4"));
    const here = await invoke(steps);
    rmSync(folder, { recursive: true });
    const there = await invoke(steps, pool(2));
    expect(there.rows).toEqual(here.rows);
    expect(outcomeOf(there, "evaluate")).toEqual(outcomeOf(here, "evaluate"));
  });

  it("a worker that dies is a failed attempt: tried again, then failed with its log, and the rest goes on", async () => {
    const steps = [
      ...(await Effect.runPromise(planned("rate: 2, epochs: 3"))),
      fault("exit"),
      fault("throw"),
      fault("none"),
    ];
    const { states, failures, counts } = await invoke(steps, pool(2));
    expect(counts).toEqual({ run: 5, cached: 0, failed: 2 });
    const exit = states.get("exit");
    expect(exit?._tag === "Failed" && [exit.error.reason, exit.error.detail, exit.error.log]).toEqual([
      "crashed",
      "exit code 7",
      "about to exit\n",
    ]);
    expect(failures.filter(({ step }) => step === "exit").map(({ attempt }) => attempt)).toEqual([1, 2]);
    const threw = states.get("throw");
    expect(threw?._tag === "Failed" && [threw.error.reason, threw.error.detail]).toEqual([
      "threw",
      "no luck",
    ]);
    expect(failures.filter(({ step }) => step === "throw")).toHaveLength(1);
  });

  it("ends a step that takes too long", async () => {
    const { states } = await invoke(
      [fault("hang", { timeoutMillis: 300, retry: 0 }), fault("none")],
      pool(1),
    );
    const hung = states.get("hang");
    expect(hung?._tag === "Failed" && hung.error.reason).toBe("timed_out");
    expect(states.get("none")?._tag).toBe("Done");
  });

  it("counts no start of a worker toward a step's time, also of one that was started ahead", async () => {
    const { states } = await invoke(
      ["first", "second"].map((id) =>
        fault("none", { id, name: id, key: id, timeoutMillis: 1000, retry: 0 }),
      ),
      layerPool({ entry: entryOf("./slowWorker.ts"), size: 2, together: 2 }),
    );
    expect([...states.values()].map(({ _tag }) => _tag)).toEqual(["Done", "Done"]);
  });
});
