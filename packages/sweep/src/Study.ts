/**
 * A study: asks a sampler for trials, runs each as a pipeline, journals what came of it in virtual order, and runs
 * the best again on fresh seeds. Run again, it goes on where it stopped.
 */
import {
  canonicalJson,
  type Experiment,
  type InvalidExperiment,
  type Planner,
  plan,
  type Scheduler,
  Store,
  sha256,
} from "@attune/core";
import { type Parameter, parameters, type Trial } from "@attune/search";
import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import * as Schema from "effect/Schema";
import { type Finals, finals } from "./finals.ts";
import { openJournal } from "./Journal.ts";
import type { RanTrial } from "./runTrial.ts";
import { type Objective, objectiveOf, SweepConfig, samplerOf } from "./SweepConfig.ts";
import { search } from "./search.ts";
import { trialRandom } from "./trialRandom.ts";

export interface StudyResult extends Finals {
  readonly objective: Objective;
  readonly config: SweepConfig;
  readonly parameters: ReadonlyArray<Parameter>;
  /** By number. */
  readonly trials: ReadonlyArray<RanTrial>;
  readonly journalDigest: string;
}

/** What a study tells while it runs. */
export interface StudyObserver {
  /** A trial ended, in virtual order. */
  readonly onTrial: (trial: Trial) => void;
  readonly onFinalists: (count: number) => void;
  /** A finalist ended on one of its seeds. */
  readonly onRepeat: () => void;
}

export interface StudyOptions {
  readonly experiment: Experiment;
  readonly planner: Planner;
  readonly observer: StudyObserver;
}

/** What a study is: the file, and the code, data and engine behind it. Another one of these is another study. */
const identify = Effect.fnUntraced(function* (
  experiment: Experiment,
  planner: Planner,
  config: SweepConfig,
): Effect.fn.Return<string> {
  const { template, seed } = experiment;
  const first = { parameters: parameters(template), history: [], number: 0, random: trialRandom(seed, 0) };
  const assignment = samplerOf(config).ask(first);
  // a first trial that cannot be planned is one more result of the study, not its end
  const planned = yield* Effect.option(
    plan(experiment, planner, { assignment, reseed: (same) => same, test: true }),
  );
  const parts = Option.match(planned, { onNone: () => [], onSome: ({ steps }) => steps });
  const { timeout: _, ...identity } = config; // how long one run may take is not what the study is
  const behind = parts.map(({ id, parts: { code, data = null, engine } }) => ({ id, code, data, engine }));
  const graph = experiment.steps.map((step) => ({
    id: step.id,
    uses: step.uses,
    needs: step.needs,
    inputs: step.inputs,
    seed: step.seed ?? null,
  }));
  return sha256(canonicalJson({ template, seed, config: identity, graph, behind }));
});

export const runStudy = Effect.fn("runStudy")(function* ({
  experiment,
  planner,
  observer,
}: StudyOptions): Effect.fn.Return<StudyResult, InvalidExperiment, Scheduler | Store> {
  const store = yield* Store;
  const config = Schema.decodeUnknownSync(SweepConfig)(experiment.sweep); // decodeExperiment has checked it
  const objective = objectiveOf(config);
  const id = yield* identify(experiment, planner, config);
  const journal = openJournal(store.journal(id), (position, entry) => store.putJournal(id, position, entry));
  const shared = { config, trial: { experiment, planner, objective }, journal };
  const space = parameters(experiment.template);
  const { seed } = experiment;
  const { onTrial, onFinalists, onRepeat } = observer;
  const trials = yield* Effect.scoped(search({ ...shared, seed, parameters: space, onTrial }));
  const ended = yield* finals({ ...shared, trials, onFinalists, onRepeat });
  return { ...ended, objective, config, parameters: space, trials, journalDigest: journal.digest() };
});
