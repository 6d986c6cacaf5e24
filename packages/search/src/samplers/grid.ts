import * as Schema from "effect/Schema";
import type { Assignment } from "../Assignment.ts";
import { isActive } from "../active.ts";
import { levelsOf } from "../levels.ts";
import type { Parameter } from "../parameters.ts";
import type { Sampler, SamplerProblem } from "../Sampler.ts";
import type { Value } from "../Space.ts";

const Point = Schema.Record(
  Schema.String,
  Schema.Union([Schema.Finite, Schema.String, Schema.Boolean, Schema.Null]),
);

const config = Schema.Struct({
  levels: Schema.optionalKey(
    Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1000 })).annotate({
      description: "How many values of each continuous space are tried, from bound to bound, 1 to 1000.",
    }),
  ),
  exclude: Schema.optionalKey(
    Schema.Array(Point).annotate({
      description: "Combinations to leave out: those that have all of these values, by hyperparameter.",
    }),
  ),
}).annotate({
  description: "Every combination of the values of all spaces, in the order of the file, options by name.",
});

type Config = typeof config.Type;

/** The most combinations that are counted. */
const MOST = 100_000;

const excluded = ({ exclude = [] }: Config, assignment: Assignment): boolean =>
  exclude.some((point) =>
    Object.entries(point).every(([name, value]) => String(assignment[name]) === String(value)),
  );

/** All combinations; a hyperparameter that depends on a choice counts only where its option was chosen. */
const combine = (
  settings: Config,
  parameters: ReadonlyArray<Parameter>,
): ReadonlyArray<Assignment> | SamplerProblem => {
  let all: ReadonlyArray<Record<string, Value>> = [{}];
  for (const parameter of parameters) {
    const values = levelsOf(parameter.space, settings.levels);
    if (values === undefined) {
      const problem = `${parameter.name} is continuous: a grid needs to know which of its values to try`;
      return {
        problem,
        remedy: "give the space a step, or the grid levels, as in sampler: { grid: { levels: 5 } }",
        path: [...parameter.path, parameter.space.kind],
      };
    }
    all = all.flatMap((assignment) =>
      isActive(parameter, assignment)
        ? values.map((value) => ({ ...assignment, [parameter.name]: value }))
        : [assignment],
    );
    if (all.length > MOST)
      return { problem: `the grid has more than ${MOST} combinations`, remedy: "use sampler: random" };
  }
  const kept = all.filter((assignment) => !excluded(settings, assignment));
  return kept.length > 0 ? kept : { problem: "the grid leaves no combination", remedy: "exclude fewer" };
};

/** Grid search: trial n is the n-th combination, the last hyperparameter running fastest. */
export const grid: Sampler<Config> = {
  config,
  ask(settings, { parameters, number }) {
    const all = combine(settings, parameters);
    if ("problem" in all) throw new Error(all.problem); // `size` has told it before
    const assignment = all[number];
    if (assignment === undefined)
      throw new Error(`the grid has ${all.length} combinations, asked for number ${number}`);
    return assignment;
  },
  size(settings, parameters) {
    const all = combine(settings, parameters);
    return "problem" in all ? all : all.length;
  },
};
