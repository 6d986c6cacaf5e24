/** The `sweep` section: what to optimise, how to search, how long, and what to re-run at the end. */
import { canonicalJson, DurationText, type PlacedChoice, parsePath } from "@attune/core";
import {
  type AskRequest,
  type Assignment,
  optionLabels,
  type Parameter,
  type Path,
  type Sampler,
  samplers,
} from "@attune/search";
import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import * as Schema from "effect/Schema";

const count = (minimum: number, maximum: number, description: string, byDefault?: number) =>
  Schema.Int.check(Schema.isBetween({ minimum, maximum })).annotate({
    description,
    ...(byDefault === undefined ? {} : { default: byDefault }),
  });

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
    { toJsonSchema: () => ({ minProperties: 1, maxProperties: 1 }) },
  ),
);

const { random, grid } = samplers;

const SamplerChoice = Schema.Union([
  Schema.Literals(["random", "grid"]),
  Schema.Struct({ random: random.config }),
  Schema.Struct({ grid: grid.config }),
]).annotate({
  description: "How the next trial is chosen: random or grid; default random, with a matrix grid.",
});

const Matrix = Schema.Record(Schema.String, Schema.NonEmptyArray(Schema.Json)).annotate({
  description: "Values to combine, by the path at which each stands: { steps.train.with.epochs: [3, 10] }.",
});

export const SweepConfig = Schema.Struct({
  objective: Objective.annotate({ description: "What is made large or small." }),
  sampler: Schema.optionalKey(SamplerChoice),
  matrix: Schema.optionalKey(Matrix),
  exclude: Schema.optionalKey(
    Schema.Array(Schema.Record(Schema.String, Schema.Json)).annotate({
      description: "Combinations of a matrix to leave out: those that have all of these values, by path.",
    }),
  ),
  trials: Schema.optionalKey(
    count(1, 100_000, "How many configurations are tried; of a grid or matrix default all."),
  ),
  timeout: Schema.optionalKey(
    DurationText.annotate({
      description: "No trial starts after this time, as in 30m; the next run goes on. Default none.",
    }),
  ),
  parallel: count(1, 1_000, "Virtual workers of the study, the same on every machine.", 4).pipe(
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

/** A sampler with its settings. */
export interface ChosenSampler {
  readonly name: keyof typeof samplers;
  readonly ask: (request: AskRequest) => Assignment;
  readonly size: (
    parameters: ReadonlyArray<Parameter>,
  ) => ReturnType<NonNullable<Sampler<never>["size"]>> | undefined;
}

/** The label that a value of a matrix has as an option; undefined for a value that the matrix does not have. */
export const labelOf = (options: ReadonlyArray<Schema.Json>, value: Schema.Json): string | undefined =>
  optionLabels(options)[options.findIndex((option) => canonicalJson(option) === canonicalJson(value))];

/** The sampler that the section asks for; a matrix is a grid over its values. */
export const samplerOf = ({ sampler, matrix, exclude = [] }: SweepConfig): ChosenSampler => {
  const choice = sampler ?? (matrix === undefined ? "random" : "grid");
  const values = matrix ?? {};
  if (choice === "random" || (typeof choice === "object" && "random" in choice)) {
    return { name: "random", ask: (request) => random.ask({}, request), size: () => undefined };
  }
  const own = typeof choice === "object" && "grid" in choice ? choice.grid : {};
  const points = exclude.map((point) =>
    Object.fromEntries(
      Object.entries(point).map(([path, value]) => [path, labelOf(values[path] ?? [], value) ?? null]),
    ),
  );
  const config = { ...own, exclude: [...(own.exclude ?? []), ...points] };
  return {
    name: "grid",
    ask: (request) => grid.ask(config, request),
    size: (parameters) => grid.size?.(config, parameters),
  };
};

/** How many trials the study has: what the file says, and no more than the sampler can give. */
export const trialsOf = (config: SweepConfig, parameters: ReadonlyArray<Parameter>): number => {
  const size = samplerOf(config).size(parameters);
  return Math.min(
    config.trials ?? Number.POSITIVE_INFINITY,
    typeof size === "number" ? size : Number.POSITIVE_INFINITY,
  );
};

const decodeMatrix = Schema.decodeUnknownOption(Schema.Struct({ matrix: Matrix }));

/** The path of a setting that a trial may change; undefined for any other text. */
export const settingPath = (name: string): Path | undefined => {
  const path = parsePath(name);
  const [section, , inside] = path ?? [];
  return section === "data" || section === "model" || (section === "steps" && inside === "with")
    ? path
    : undefined;
};

/** The choices that a section's matrix makes. */
export const choicesOf = (section: unknown): ReadonlyArray<PlacedChoice> => {
  const { matrix = {} } = Option.getOrElse(decodeMatrix(section), () => ({ matrix: {} }));
  return Object.entries(matrix).flatMap(([name, options]) => {
    const path = settingPath(name);
    return path ? [{ path, options, at: ["sweep", "matrix", name] }] : [];
  });
};
