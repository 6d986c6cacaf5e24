import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  decodeExperiment,
  type Language,
  layerInProcess,
  makeCodeDigests,
  outcome,
  Scheduler,
  StepFailed,
  type StepKind,
  StepRunner,
  Store,
} from "@attune/core";
import { checkSweep, choicesOf, runStudy, type StudyResult, SweepConfig } from "@attune/sweep";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Schema from "effect/Schema";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

/** A "training" whose result is known: it climbs to its rate, and diverges where the rate is above .75. */
const TrainConfig = Schema.Struct({ rate: Schema.Finite, epochs: Schema.Int });
const train: StepKind<typeof TrainConfig.Type> = {
  name: "train",
  config: TrainConfig,
  gate: false,
  consumes: [],
  produces: ["weights"],
  readsTest: false,
  view: (_, { rate }) => ({ rate }),
  rows: () => [],
  epochs: ({ epochs }) => epochs,
  run: async (view, { seed, until, onEpoch, checkpoint }) => {
    const { rate } = Schema.decodeUnknownSync(Schema.Struct({ rate: Schema.Finite }))(view);
    const score = (epoch: number) => (rate * epoch) / until + (seed % 7) / 1000;
    for (let epoch = (checkpoint?.epoch ?? 0) + 1; epoch <= until; epoch++) {
      if (rate > 0.75 && epoch > 2) {
        return outcome({
          status: "infeasible",
          findings: [
            {
              code: "NUM001",
              name: "nonFinite",
              severity: "fail",
              where: "",
              evidence: "",
              reason: "",
              remedies: [],
              source: "",
            },
          ],
        });
      }
      onEpoch({ epoch, scalars: { score: score(epoch) } }, undefined);
    }
    return outcome({ metrics: { score: score(until) } });
  },
};
const evaluate: StepKind<Record<string, never>> = {
  name: "evaluate",
  config: Schema.Struct({}),
  gate: false,
  consumes: ["weights"],
  produces: [],
  readsTest: true,
  view: () => ({}),
  rows: () => [],
  run: async (_, { inputs }) => outcome({ metrics: { test: (inputs.weights?.metrics.score ?? 0) - 0.1 } }),
};
const kinds = { train, evaluate };

const language: Language = {
  data: Schema.Struct({}),
  engine: Schema.Literals(["test"]),
  openEngine: async () => ({
    name: "test",
    row: { package: "@attune/search", name: "mean" },
    capacity: 1024,
  }),
  model: Schema.Struct({}),
  sweep: SweepConfig,
  checkSweep,
  choicesOf,
  kinds,
  inspect: async () => ({ dataDigest: "", sizes: {} }),
};
const planner = {
  language,
  codeDigest: makeCodeDigests(import.meta.dirname),
};

const yaml = `name: study
seed: 5
data: {}
model: {}
steps:
  train: { uses: train, with: { rate: { uniform: [0, 1] }, epochs: { int: [3, 9] } } }
  evaluate: { uses: evaluate, needs: [train] }
sweep:
  objective: { maximize: train.score }
  trials: 20
  parallel: 4
  finalists: { top: 3, seeds: 2 }
`;

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "attune-study-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Conditions {
  readonly concurrency?: number;
  /** Milliseconds before a step runs. */
  readonly delay?: () => number;
  readonly fails?: (step: string) => boolean;
  readonly text?: string;
}

const runner = ({ delay = () => 0, fails = () => false }: Conditions) =>
  Layer.effect(
    StepRunner,
    Effect.map(StepRunner, (inner) =>
      StepRunner.of({
        run: (request, onEpoch) =>
          fails(request.step)
            ? Effect.fail(new StepFailed({ step: request.step, reason: "threw", detail: "no luck", log: "" }))
            : Effect.andThen(Effect.sleep(delay()), inner.run(request, onEpoch)),
      }),
    ),
  ).pipe(Layer.provide(layerInProcess(kinds)));

const study = (
  conditions: Conditions = {},
): Promise<StudyResult & { readonly ended: ReadonlyArray<number> }> =>
  Effect.gen(function* () {
    const experiment = yield* decodeExperiment("study.yaml", conditions.text ?? yaml, language);
    const store = yield* Store;
    const run = store.startRun({ command: "", file: "", experiment: "" });
    const ended: Array<number> = [];
    const observer = {
      onTrial: ({ number }: { number: number }) => void ended.push(number),
      onFinalists: () => undefined,
      onRepeat: () => undefined,
    };
    const scheduler = Scheduler.layer({
      run,
      concurrency: conditions.concurrency ?? 2,
      blobs: join(folder, "blobs"),
      onEvent: () => undefined,
    });
    const result = yield* runStudy({ experiment, planner, observer }).pipe(
      Effect.provide(Layer.provide(scheduler, runner(conditions))),
    );
    return { ...result, ended };
  }).pipe(Effect.provide(Store.layer(folder)), Effect.runPromise);

const fresh = async (conditions: Conditions) => {
  rmSync(folder, { recursive: true, force: true });
  return study(conditions);
};

describe("a study", () => {
  it("finds the best feasible trial, and repeats the best on fresh seeds", async () => {
    const { trials, winner, finalists, ended } = await study();
    expect(trials.map(({ record }) => record.number)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    const rate = (number: number) => Number(trials[number]?.record.assignment["steps.train.with.rate"]);
    const infeasible = trials
      .filter(({ record }) => record.state === "infeasible")
      .map(({ record }) => record);
    expect(infeasible.length).toBeGreaterThan(0);
    for (const { number, epochs, findings } of infeasible)
      expect([rate(number) > 0.75, epochs, findings]).toEqual([true, 2, ["NUM001"]]);
    const feasible = trials
      .filter(({ record }) => record.state === "succeeded")
      .map(({ record }) => record.number);
    expect(winner).toBe(feasible.sort((a, b) => rate(b) - rate(a))[0]);
    expect(finalists.map(({ trial, repeat }) => [trial, repeat])).toEqual(
      feasible.slice(0, 3).flatMap((trial) => [
        [trial, 1],
        [trial, 2],
      ]),
    );
    expect(new Set(finalists.map(({ seed }) => seed)).size).toBe(2);
    for (const { test, ran } of finalists) expect(test.test).toBeCloseTo((ran.record.objective ?? 0) - 0.1);
    // in virtual order: a short trial ends before a longer one that was asked earlier
    expect(ended).not.toEqual([...ended].sort((a, b) => a - b));
  });

  it("is the same with 1, 2 or 8 workers and any delays", async () => {
    const { journalDigest, ended } = await study({ concurrency: 1 });
    let state = 1;
    const delay = () => {
      state = (state * 16807) % 2147483647;
      return state % 12;
    };
    for (const concurrency of [1, 2, 8]) {
      const other = await fresh({ concurrency, delay });
      expect([other.journalDigest, other.ended]).toEqual([journalDigest, ended]);
    }
  });

  it("continues with more trials: what was computed is not computed again", async () => {
    const before = await study();
    const more = await study({ text: yaml.replace("trials: 20", "trials: 24") });
    expect(more.trials.slice(0, 20).map(({ record }) => record)).toEqual(
      before.trials.map(({ record }) => record),
    );
    expect(
      more.trials
        .slice(0, 20)
        .every(({ steps }) => steps.every(({ state }) => state._tag === "Done" && state.cached)),
    ).toBe(true);
  });

  it("a failed trial is journaled as failed; the next run repeats it and appends its result", async () => {
    const undisturbed = await study();
    const broken = await fresh({ fails: (step) => step === "trial 3/train" });
    expect(broken.trials[3]?.record.state).toBe("failed");
    expect(broken.trials[3]?.error).toContain("no luck");
    const again = await study();
    expect(again.trials[3]?.record).toEqual(undisturbed.trials[3]?.record);
    // its place in virtual order stays what it was when later trials were asked
    expect(again.ended).toEqual(broken.ended);
    expect(new Set([undisturbed, broken, again].map(({ journalDigest }) => journalDigest)).size).toBe(3);
    expect((await study()).journalDigest).toBe(again.journalDigest);
  });

  it("refuses an objective that its step does not have, at its place", async () => {
    await expect(study({ text: yaml.replace("train.score", "train.scores") })).rejects.toThrow(
      /study\.yaml:9:26 .*the step train has no metric "scores"[\s\S]*did you mean "train.score"\?/,
    );
  });
});
