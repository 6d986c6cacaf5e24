/**
 * A study: asks a sampler for trials, runs each as a pipeline, journals what came of it in virtual order, and runs
 * the best again on fresh seeds. Real workers, however many, run ahead only inside the window of `parallel` trials.
 */
import {
  canonicalJson,
  type Experiment,
  InvalidExperiment,
  nearest,
  type Plan,
  type PlannedStep,
  type Planner,
  plan,
  Scheduler,
  type StepState,
  Store,
  sha256,
} from "@attune/core";
import { type Assignment, mean, type Parameter, parameters, samplers, type Trial } from "@attune/search";
import * as Effect from "effect/Effect";
import * as Queue from "effect/Queue";
import * as Schema from "effect/Schema";
import { type Journal, openJournal } from "./Journal.ts";
import { JournalEntry } from "./JournalEntry.ts";
import { nextEnd } from "./nextEnd.ts";
import { repeatSeed } from "./repeatSeed.ts";
import { type Objective, objectiveOf, SweepConfig } from "./SweepConfig.ts";
import { trialRandom } from "./trialRandom.ts";

/** A step of a trial with how it ended. */
export interface RanStep {
  readonly planned: PlannedStep;
  readonly state: StepState;
}

export interface RanTrial {
  readonly record: Trial;
  readonly plan: Plan | undefined;
  readonly steps: ReadonlyArray<RanStep>;
  /** Why it failed. */
  readonly error: string | undefined;
}

export interface Finalist {
  readonly trial: number;
  readonly repeat: number;
  readonly seed: number;
  readonly ran: RanTrial;
  /** Metrics of the steps that read the test set. */
  readonly test: Readonly<Record<string, number>>;
}

export interface StudyResult {
  readonly objective: Objective;
  readonly config: SweepConfig;
  readonly parameters: ReadonlyArray<Parameter>;
  readonly trials: ReadonlyArray<RanTrial>;
  readonly finalists: ReadonlyArray<Finalist>;
  /** The best trial: among finalists by their mean, else by its own result; undefined where none succeeded. */
  readonly winner: number | undefined;
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

interface Running {
  readonly number: number;
  readonly start: number;
  readonly assignment: Assignment;
  reached: number;
  length: number | undefined;
  ran: RanTrial | undefined;
}

const done = (steps: ReadonlyArray<RanStep>) =>
  steps.flatMap(({ planned, state }) => (state._tag === "Done" ? [{ planned, outcome: state.outcome }] : []));

/** The value of the objective; a metric that its step does not have is a mistake in the file. */
const objectiveValue = Effect.fnUntraced(function* (
  experiment: Experiment,
  { direction, step, metric }: Objective,
  steps: ReadonlyArray<RanStep>,
): Effect.fn.Return<number, InvalidExperiment> {
  const metrics = done(steps).find(({ planned }) => planned.id === step)?.outcome.metrics ?? {};
  const value = metrics[metric];
  if (value !== undefined) return value;
  const near = nearest(metric, Object.keys(metrics));
  const remedy = near
    ? `did you mean "${step}.${near}"?`
    : `${step} has: ${Object.keys(metrics).join(", ") || "no metrics"}`;
  const problem = experiment.source.problem(
    ["sweep", "objective", direction],
    `the step ${step} has no metric "${metric}"`,
    { remedy },
  );
  return yield* new InvalidExperiment({ problems: [problem] });
});

const study = Effect.fnUntraced(function* ({ experiment, planner, observer }: StudyOptions) {
  const scheduler = yield* Scheduler;
  const store = yield* Store;
  const config = Schema.decodeUnknownSync(SweepConfig)(experiment.sweep); // decodeExperiment has checked it
  const objective = objectiveOf(config);
  const space = parameters(experiment.template);
  const sampler = samplers[config.sampler];
  const sign = objective.direction === "maximize" ? 1 : -1;

  /** Epochs that the trajectories of a trial reached: its length in virtual time. */
  const lengthOf = (steps: ReadonlyArray<RanStep>) =>
    steps
      .filter(({ planned, state }) => planned.until > 0 && state._tag === "Done")
      .reduce((sum, { planned }) => sum + Math.min(planned.until, store.epochs(planned.key).length), 0);

  /** Runs one pipeline; every way to end is a record. */
  const runTrial = Effect.fnUntraced(function* (
    number: number,
    assignment: Assignment,
    options: { readonly seed: number; readonly test: boolean; readonly prefix: string },
    onEpoch: (epochs: number) => void,
  ): Effect.fn.Return<RanTrial, InvalidExperiment> {
    const { seed, test, prefix } = options;
    const record = { number, assignment, epochs: 0, findings: [] };
    const planned = yield* Effect.result(plan(experiment, planner, { assignment, seed, test }));
    if (planned._tag === "Failure") {
      return {
        record: { ...record, state: "failed" },
        plan: undefined,
        steps: [],
        error: planned.failure.message,
      };
    }
    store.sawSteps(
      planned.success.steps.map(({ id, key, parts, code }) => ({
        experiment: experiment.file,
        step: `${prefix}${id}`,
        key,
        parts,
        files: code.files,
      })),
    );
    const reached = new Map<string, number>();
    const states = yield* scheduler.run(planned.success.steps, prefix, (step, epoch) => {
      reached.set(step, epoch);
      onEpoch([...reached.values()].reduce((sum, epochs) => sum + epochs, 0));
    });
    const steps = planned.success.steps.map((step) => ({ planned: step, state: states.get(step.id)! }));
    const outcomes = done(steps).map(({ outcome }) => outcome);
    const findings = [
      ...new Set(outcomes.flatMap((outcome) => outcome.findings.map(({ code }) => code))),
    ].sort();
    const facts = { ...record, epochs: lengthOf(steps), findings };
    const failed = steps.find(({ state }) => state._tag === "Failed")?.state;
    const ended = { plan: planned.success, steps };
    if (failed?._tag === "Failed")
      return { ...ended, record: { ...facts, state: "failed" }, error: failed.error.message };
    if (outcomes.some(({ status }) => status === "infeasible")) {
      return { ...ended, record: { ...facts, state: "infeasible" }, error: undefined };
    }
    const value = yield* objectiveValue(experiment, objective, steps);
    return { ...ended, record: { ...facts, state: "succeeded", objective: value }, error: undefined };
  });

  const trials = new Map<number, RanTrial>();

  /** The trial's record as the journal has it, and from then on as it came out. */
  const journalEnd = (journal: Journal, at: number, ran: RanTrial) => {
    const entry = journal.record(JournalEntry.cases.Ended.make({ at, record: ran.record }));
    trials.set(ran.record.number, ran);
    observer.onTrial(ran.record);
    return entry._tag === "Ended" ? entry.record : ran.record;
  };

  const search = Effect.fnUntraced(function* (journal: Journal) {
    const wake = yield* Queue.unbounded<void, InvalidExperiment>();
    const running: Array<Running> = [];
    const history: Array<Trial> = [];
    let asked = 0;
    let now = 0;

    const ask = Effect.fnUntraced(function* () {
      const number = asked++;
      const assignment = samplers[config.sampler].ask(
        {},
        space,
        history,
        trialRandom(experiment.seed, number),
      );
      journal.record(JournalEntry.cases.Asked.make({ trial: number, at: now, assignment }));
      const trial: Running = {
        number,
        start: now,
        assignment,
        reached: 0,
        length: undefined,
        ran: undefined,
      };
      running.push(trial);
      const options = { seed: experiment.seed, test: false, prefix: `trial ${number}/` };
      yield* runTrial(number, assignment, options, (epochs) => {
        trial.reached = epochs;
        Queue.offerUnsafe(wake, undefined);
      }).pipe(
        Effect.flatMap((ran) => {
          trial.ran = ran;
          trial.length = ran.record.epochs;
          return Queue.offer(wake, undefined);
        }),
        Effect.catchCause((cause) => Queue.failCause(wake, cause)),
        Effect.forkScoped,
      );
    });

    while (true) {
      while (asked < config.trials && running.length < config.parallel) yield* ask();
      if (running.length === 0) return;
      const next = nextEnd(running);
      if (next?.ran === undefined) {
        yield* Queue.take(wake);
        continue;
      }
      now = next.start + next.ran.record.epochs;
      running.splice(running.indexOf(next), 1);
      history.push(journalEnd(journal, now, next.ran));
      history.sort((a, b) => a.number - b.number);
    }
  });

  const ranked = () =>
    [...trials.values()]
      .flatMap(({ record }) =>
        record.objective === undefined ? [] : [{ trial: record.number, objective: record.objective }],
      )
      .sort((a, b) => sign * (b.objective - a.objective) || a.trial - b.trial);

  const repeatFinalists = Effect.fnUntraced(function* (
    ranking: ReadonlyArray<{ readonly trial: number }>,
    seeds: number,
  ) {
    const repeats = ranking.flatMap(({ trial }) =>
      Array.from({ length: seeds }, (_, i) => ({ trial, repeat: i + 1 })),
    );
    observer.onFinalists(repeats.length);
    return yield* Effect.forEach(
      repeats,
      Effect.fnUntraced(function* ({ trial, repeat }): Effect.fn.Return<Finalist, InvalidExperiment> {
        const seed = repeatSeed(experiment.seed, repeat);
        const { assignment } = trials.get(trial)!.record;
        const options = { seed, test: true, prefix: `finalist ${trial} seed ${repeat}/` };
        const ran = yield* runTrial(trial, assignment, options, () => undefined);
        observer.onRepeat();
        const test = Object.assign(
          {},
          ...done(ran.steps)
            .filter(({ planned }) => planned.kind.readsTest)
            .map(({ outcome }) => outcome.metrics),
        );
        return { trial, repeat, seed, ran, test };
      }),
      { concurrency: "unbounded" },
    );
  });

  const first = yield* plan(experiment, planner, {
    assignment: sampler.ask({}, space, [], trialRandom(experiment.seed, 0)),
    seed: experiment.seed,
    test: true,
  });
  const { template, seed } = experiment;
  const identity = first.steps.map(({ id, parts }) => ({ id, code: parts.code, data: parts.data ?? null }));
  const id = sha256(canonicalJson({ template, seed, config, engine: planner.engine, identity }));
  const journal = openJournal(store.journal(id), (position, entry) => store.putJournal(id, position, entry));

  yield* search(journal);
  for (const entry of journal.appendRepeated()) if (entry._tag === "Ended") observer.onTrial(entry.record);

  const ranking = config.finalists === undefined ? [] : ranked().slice(0, config.finalists.top);
  if (ranking.length > 0) journal.record(JournalEntry.cases.Ranked.make({ ranking }));
  const finalists = yield* repeatFinalists(ranking, config.finalists?.seeds ?? 0);
  for (const { trial, repeat, seed, ran, test } of finalists) {
    const { state, objective: value } = ran.record;
    journal.record(
      JournalEntry.cases.Repeated.make({
        trial,
        repeat,
        seed,
        state,
        ...(value === undefined ? {} : { objective: value }),
        test,
      }),
    );
  }
  journal.appendRepeated();

  const means = ranking.flatMap(({ trial }) => {
    const values = finalists.flatMap(({ trial: of, ran }) =>
      of === trial ? (ran.record.objective ?? []) : [],
    );
    return values.length === 0 ? [] : [{ trial, mean: mean(values) }];
  });
  const [best] = means.sort((a, b) => sign * (b.mean - a.mean)); // stable: ties go by rank
  if (best) journal.record(JournalEntry.cases.Won.make(best));

  const result: StudyResult = {
    objective,
    config,
    parameters: space,
    trials: [...trials.values()].sort((a, b) => a.record.number - b.record.number),
    finalists,
    winner: best?.trial ?? ranked()[0]?.trial,
    journalDigest: journal.digest(),
  };
  return result;
});

/** Runs a study to its end; run again, it goes on where it stopped. */
export const runStudy = Effect.fn("runStudy")(
  (options: StudyOptions): Effect.Effect<StudyResult, InvalidExperiment, Scheduler | Store> =>
    Effect.scoped(study(options)),
);
