/** The plan that `plan` and `why` talk about: the experiment's, or of a sweep that of one of its trials. */
import { type Experiment, InvalidExperiment, type Plan, type Planner, plan } from "@attune/core";
import { parameters } from "@attune/search";
import { SweepConfig, samplerOf, trialRandom, trialsOf } from "@attune/sweep";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { withoutSpaces } from "./withoutSpaces.ts";

export interface NamedPlan {
  /** Before the step's id in the store: `trial 0/`, or nothing. */
  readonly prefix: string;
  readonly plan: Plan;
}

/** `trial`: which trial of a sweep; only a sampler that needs no results can say. */
export const firstPlan = Effect.fn("firstPlan")(function* (
  experiment: Experiment,
  planner: Planner,
  trial: number,
): Effect.fn.Return<NamedPlan, InvalidExperiment> {
  if (experiment.sweep === undefined) {
    yield* withoutSpaces(experiment);
    return {
      prefix: "",
      plan: yield* plan(experiment, planner, { assignment: {}, reseed: (seed) => seed, test: true }),
    };
  }
  const config = Schema.decodeUnknownSync(SweepConfig)(experiment.sweep);
  const space = parameters(experiment.template);
  const trials = trialsOf(config, space);
  if (trial >= trials) {
    const problem = experiment.source.problem(
      ["sweep", "trials"],
      `there is no trial ${trial}: the sweep has ${trials}, from 0`,
    );
    return yield* new InvalidExperiment({ problems: [problem] });
  }
  const random = trialRandom(experiment.seed, trial);
  const assignment = samplerOf(config).ask({ parameters: space, history: [], number: trial, random });
  return {
    prefix: `trial ${trial}/`,
    plan: yield* plan(experiment, planner, { assignment, reseed: (seed) => seed, test: false }),
  };
});
