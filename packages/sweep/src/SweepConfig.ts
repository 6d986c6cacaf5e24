/** The `sweep` section: what to optimise, how to search, how long, and what to re-run at the end. */
import type { Mistake } from "@attune/core";
import { decode, nearest } from "@attune/core";
import { samplers } from "@attune/search";
import * as Effect from "effect/Effect";
import * as Result from "effect/Result";
import * as Schema from "effect/Schema";

const count = (minimum: number, maximum: number, description: string) =>
  Schema.Int.check(Schema.isBetween({ minimum, maximum })).annotate({ description });

// the keys of a catalog are its names: TypeScript's Object.keys says only string
const samplerNames = Object.keys(samplers) as ReadonlyArray<keyof typeof samplers>;

const metric = Schema.optionalKey(
  Schema.NonEmptyString.annotate({
    description: "A step and one of its metrics, as in train.validation.accuracy.",
  }),
);

const Objective = Schema.Struct({ maximize: metric, minimize: metric }).check(
  Schema.makeFilter(
    (value) =>
      Object.keys(value).length === 1 ||
      "expected one of maximize and minimize, as in { maximize: train.validation.accuracy }",
  ),
);

export const SweepConfig = Schema.Struct({
  objective: Objective,
  sampler: Schema.Literals(samplerNames)
    .annotate({ description: "How the next trial is chosen; default random." })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("random" as const))),
  trials: count(1, 100_000, "How many configurations are tried."),
  parallel: count(1, 1_000, "Virtual workers of the study, the same on every machine; default 4.").pipe(
    Schema.withDecodingDefaultKey(Effect.succeed(4)),
  ),
  finalists: Schema.optionalKey(
    Schema.Struct({
      top: count(1, 100, "How many of the best trials are run again."),
      seeds: count(1, 100, "On how many fresh seeds each."),
    }).annotate({ description: "Runs the best trials again on fresh seeds, and on the test set." }),
  ),
});
export type SweepConfig = typeof SweepConfig.Type;

export interface Objective {
  readonly direction: "maximize" | "minimize";
  readonly step: string;
  readonly metric: string;
}

/** `{ maximize: train.validation.accuracy }` → direction, step and metric. */
export const objectiveOf = ({ objective }: SweepConfig): Objective => {
  const direction = objective.maximize === undefined ? "minimize" : "maximize";
  const path = objective[direction] ?? "";
  const dot = path.indexOf(".");
  return { direction, step: path.slice(0, dot), metric: path.slice(dot + 1) };
};

/** What is wrong with a `sweep` section of a file with these steps. */
export const checkSweep = (section: unknown, stepIds: ReadonlyArray<string>): ReadonlyArray<Mistake> => {
  const decoded = decode(SweepConfig, section, ["sweep"]);
  if (Result.isFailure(decoded)) return decoded.failure;
  const { direction, step } = objectiveOf(decoded.success);
  if (stepIds.includes(step)) return [];
  const near = nearest(step, stepIds);
  return [
    {
      path: ["sweep", "objective", direction],
      message: `expected a step and its metric, as in train.validation.accuracy, received "${decoded.success.objective[direction]}"`,
      remedy: near === undefined ? `steps here: ${stepIds.join(", ")}` : `did you mean "${near}."…?`,
    },
  ];
};
