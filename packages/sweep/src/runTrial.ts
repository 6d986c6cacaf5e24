/** One trial: a pipeline with an assignment in place of its spaces. Every way to end is a record. */
import {
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
} from "@attune/core";
import type { Assignment, Trial } from "@attune/search";
import * as Effect from "effect/Effect";
import type { Objective } from "./SweepConfig.ts";

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

export interface TrialRequest {
  readonly experiment: Experiment;
  readonly planner: Planner;
  readonly objective: Objective;
  readonly number: number;
  readonly assignment: Assignment;
  /** From a step's seed to that of this run: of weights, order and noise. */
  readonly reseed: (seed: number) => number;
  /** Whether the steps that read the test set run, too. */
  readonly test: boolean;
  /** Name of the trial in events: `trial 3/`. */
  readonly prefix: string;
  /** Told the epochs computed so far. */
  readonly onProgress: (epochs: number) => void;
}

/** Outcomes of the steps that came to one. */
export const outcomesOf = (steps: ReadonlyArray<RanStep>) =>
  steps.flatMap(({ planned, state }) => (state._tag === "Done" ? [{ planned, outcome: state.outcome }] : []));

/** The value of the objective; a metric that its step does not have is a mistake in the file. */
const objectiveValue = Effect.fnUntraced(function* (
  { source }: Experiment,
  { direction, step, metric }: Objective,
  steps: ReadonlyArray<RanStep>,
): Effect.fn.Return<number, InvalidExperiment> {
  const metrics = outcomesOf(steps).find(({ planned }) => planned.id === step)?.outcome.metrics ?? {};
  const value = metrics[metric];
  if (value !== undefined) return value;
  const near = nearest(metric, Object.keys(metrics));
  const has = `${step} has: ${Object.keys(metrics).join(", ") || "no metrics"}`;
  const problem = source.problem(
    ["sweep", "objective", direction],
    `the step ${step} has no metric "${metric}"`,
    {
      remedy: near ? `did you mean "${step}.${near}"?` : has,
    },
  );
  return yield* new InvalidExperiment({ problems: [problem] });
});

/** Epochs that the trajectories of a trial reached, cached or not: its length in virtual time. */
const lengthOf = (steps: ReadonlyArray<RanStep>, reached: (key: string) => number): number =>
  steps
    .filter(({ planned, state }) => planned.until > 0 && state._tag !== "Skipped")
    .reduce((sum, { planned }) => sum + Math.min(planned.until, reached(planned.key)), 0);

/** Fails only where the file is wrong: its objective names a metric that is not there. */
export const runTrial = Effect.fn("runTrial")(function* (
  request: TrialRequest,
): Effect.fn.Return<RanTrial, InvalidExperiment, Scheduler | Store> {
  const { experiment, planner, objective, number, assignment, reseed, test, prefix, onProgress } = request;
  const scheduler = yield* Scheduler;
  const store = yield* Store;
  const record = { number, assignment, epochs: 0, findings: [] };
  const planned = yield* Effect.result(plan(experiment, planner, { assignment, reseed, test }));
  if (planned._tag === "Failure") {
    return {
      record: { ...record, state: "failed" },
      plan: undefined,
      steps: [],
      error: planned.failure.message,
    };
  }
  const { success } = planned;
  store.sawPlan(experiment.file, prefix, success);
  const reached = new Map<string, number>();
  const states = yield* scheduler.run(success.steps, prefix, (step, epoch) => {
    reached.set(step, epoch);
    onProgress([...reached.values()].reduce((sum, epochs) => sum + epochs, 0));
  });
  const steps = success.steps.flatMap((step) => {
    const state = states.get(step.id);
    return state ? [{ planned: step, state }] : [];
  });
  const outcomes = outcomesOf(steps).map(({ outcome }) => outcome);
  const findings = [
    ...new Set(outcomes.flatMap((outcome) => outcome.findings.map(({ code }) => code))),
  ].sort();
  const facts = { ...record, epochs: lengthOf(steps, (key) => store.epochCount(key)), findings };
  const ended = { plan: success, steps };
  const failure = steps.flatMap(({ state }) => (state._tag === "Failed" ? [state.error] : []))[0];
  if (failure) return { ...ended, record: { ...facts, state: "failed" }, error: failure.message };
  if (outcomes.some(({ status }) => status === "infeasible")) {
    return { ...ended, record: { ...facts, state: "infeasible" }, error: undefined };
  }
  const value = yield* objectiveValue(experiment, objective, steps);
  return { ...ended, record: { ...facts, state: "succeeded", objective: value }, error: undefined };
});
