/**
 * A YAML text becomes a typed experiment, or every mistake in it with its line and column.
 *
 * core decodes the frame (names, steps, needs) and finds the search spaces; each section is decoded by the schema
 * of its owner, once for every bound and option of every space in it.
 */

import { dirname } from "node:path";
import { type Assignment, type Path, parseTemplate, probes, resolve, type Template } from "@attune/search";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Result from "effect/Result";
import * as Schema from "effect/Schema";
import { decode, type Mistake } from "./decode.ts";
import type { Language } from "./Language.ts";
import { loadStepKind } from "./loadStepKind.ts";
import { nearest } from "./nearest.ts";
import { InvalidExperiment, type Problem } from "./Problem.ts";
import { parseSource, type Source } from "./Source.ts";
import type { Json, StepKind } from "./StepKind.ts";
import { nearestProducers, stepOrder } from "./stepOrder.ts";

const described = <S extends Schema.Top>(schema: S, description: string) => schema.annotate({ description });

const StepFrame = Schema.Struct({
  uses: described(
    Schema.NonEmptyString,
    "A built-in step kind, or the path of a TypeScript module, ./steps/x.ts.",
  ),
  needs: described(Schema.Array(Schema.String), "Steps that must have succeeded before this one.").pipe(
    Schema.withDecodingDefaultKey(Effect.succeed([])),
  ),
  with: described(Schema.Unknown, "Settings of the step kind.").pipe(
    Schema.withDecodingDefaultKey(Effect.succeed({})),
  ),
  retry: described(
    Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 10 })),
    "How often a step is tried again after a failure of the machine, 0 to 10; default 2.",
  ).pipe(Schema.withDecodingDefaultKey(Effect.succeed(2))),
  timeout: Schema.optionalKey(
    described(Schema.DurationFromString, "Longest time of one attempt, as in 10 minutes."),
  ),
});

const Frame = Schema.Struct({
  name: described(
    Schema.String.check(
      Schema.isPattern(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, { expected: "a name of letters, digits, _, . and -" }),
    ),
    "Name of the experiment and of its report's file.",
  ),
  seed: described(Schema.Int, "Every random number follows from it; default 0.").pipe(
    Schema.withDecodingDefaultKey(Effect.succeed(0)),
  ),
  data: Schema.Unknown,
  model: Schema.Unknown,
  steps: Schema.Record(Schema.String, StepFrame),
  sweep: Schema.optionalKey(Schema.Unknown),
});

/** A step as it is declared. */
export interface Declaration {
  readonly id: string;
  readonly uses: string;
  /** Path of the user's module, where it is one. */
  readonly module: string | undefined;
  readonly kind: StepKind;
  readonly needs: ReadonlyArray<string>;
  /** What the kind consumes → the step that produces it. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly retry: number;
  readonly timeoutMillis: number | undefined;
}

export interface Experiment {
  readonly file: string;
  readonly directory: string;
  readonly source: Source;
  readonly name: string;
  readonly seed: number;
  /** Each after its needs. */
  readonly steps: ReadonlyArray<Declaration>;
  /** `data`, `model` and `steps.*.with`, with their search spaces in place. */
  readonly template: Template;
  /** The section as it stands in the file. */
  readonly sweep: unknown;
}

/** An experiment without search spaces: every section decoded, and encoded again with its defaults. */
export interface Configuration {
  readonly data: Json;
  readonly model: Json;
  /** Decoded settings of each step. */
  readonly configs: Readonly<Record<string, unknown>>;
  /** The same as JSON, in YAML's names. */
  readonly settings: Readonly<Record<string, Json>>;
}

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};

/** The sections that may hold spaces, as one value with the paths of the file. */
const sectionsOf = (raw: Fields) => ({
  data: raw.data ?? {},
  model: raw.model ?? {},
  steps: Object.fromEntries(
    Object.entries(fieldsOf(raw.steps)).map(([id, step]) => [id, { with: fieldsOf(step).with ?? {} }]),
  ),
});

/** Normal form of a decoded value: what its schema encodes it to, defaults filled in. */
const normal = (schema: Schema.Codec<unknown, unknown>, value: unknown): Json =>
  Schema.decodeUnknownSync(Schema.Json)(Schema.encodeUnknownSync(schema)(value));

/** Puts `assignment` in place of the spaces and decodes every section by its owner's schema. */
export const configure = (
  template: Template,
  kinds: Readonly<Record<string, StepKind>>,
  language: Pick<Language, "data" | "model">,
  assignment: Assignment,
): Result.Result<Configuration, ReadonlyArray<Mistake>> => {
  const { value, origin } = resolve(template, assignment);
  const sections = fieldsOf(value);
  const mistakes: Array<Mistake> = [];
  const section = (schema: Schema.Codec<unknown, unknown>, input: unknown, path: Path) => {
    const result = decode(schema, input, path);
    if (Result.isSuccess(result)) return { decoded: result.success, json: normal(schema, result.success) };
    mistakes.push(...result.failure.map((mistake) => ({ ...mistake, path: origin(mistake.path) })));
    return { decoded: undefined, json: null };
  };
  const steps = Object.entries(fieldsOf(sections.steps)).flatMap(([id, step]) => {
    const kind = kinds[id];
    return kind ? [[id, section(kind.config, fieldsOf(step).with, ["steps", id, "with"])] as const] : [];
  });
  const data = section(language.data, sections.data, ["data"]).json;
  const model = section(language.model, sections.model, ["model"]).json;
  if (mistakes.length > 0) return Result.fail(mistakes);
  return Result.succeed({
    data,
    model,
    configs: Object.fromEntries(steps.map(([id, { decoded }]) => [id, decoded])),
    settings: Object.fromEntries(steps.map(([id, { json }]) => [id, json])),
  });
};

const didYouMean = (name: string, names: ReadonlyArray<string>) => {
  const near = nearest(name, names);
  return near === undefined ? `known here: ${names.join(", ")}` : `did you mean "${near}"?`;
};

/** Mistakes in what steps name: kinds, needs, cycles. */
const frameMistakes = (steps: ReadonlyArray<readonly [string, Fields]>): ReadonlyArray<Mistake> => {
  const ids = steps.map(([id]) => id);
  const named = steps.flatMap(([id, { needs }]): ReadonlyArray<Mistake> => {
    const wrongId = /^[a-z][a-z0-9_]*$/.test(id)
      ? []
      : [
          {
            path: ["steps", id],
            at: "key" as const,
            message: `expected a step's id in lower case, as in train_long, received "${id}"`,
          },
        ];
    const unknown = (Array.isArray(needs) ? needs : []).flatMap((need, i) =>
      typeof need !== "string" || ids.includes(need)
        ? []
        : [
            {
              path: ["steps", id, "needs", i],
              message: `there is no step "${need}"`,
              remedy: didYouMean(need, ids),
            },
          ],
    );
    return [...wrongId, ...unknown];
  });
  const order = stepOrder(
    steps.map(([id, { needs }]) => ({
      id,
      needs: Array.isArray(needs) ? needs.filter((need) => typeof need === "string") : [],
    })),
  );
  if (!("cycle" in order)) return named;
  const message = `the steps need each other in a circle: ${order.cycle.join(" → ")}`;
  return [...named, { path: ["steps", order.cycle[0]!, "needs"], message }];
};

const inputMistake = (step: { id: string }, what: string, found: ReadonlyArray<string>): Mistake =>
  found.length > 1
    ? {
        path: ["steps", step.id, "needs"],
        message: `${what} could come from ${found.join(" or ")}`,
        remedy: "let one of them need the other, or drop one",
      }
    : {
        path: ["steps", step.id],
        at: "key",
        message: `${step.id} consumes ${what}, and no step before it produces them`,
        remedy: `add the step that produces ${what} to needs, as in needs: [init]`,
      };

const unique = (mistakes: ReadonlyArray<Mistake>): ReadonlyArray<Mistake> => {
  const seen = new Map(
    mistakes.map((mistake) => [`${JSON.stringify(mistake.path)} ${mistake.message}`, mistake]),
  );
  return [...seen.values()];
};

const failWith = (problems: ReadonlyArray<Problem>) =>
  new InvalidExperiment({
    problems: [...problems].sort(
      (a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
    ),
  });

/** Decodes the text of an experiment file; problems name it as `shownAs`. Fails with every mistake found, in the order of the file. */
export const decodeExperiment = Effect.fn("decodeExperiment")(function* (
  file: string,
  text: string,
  language: Language,
  shownAs = file,
): Effect.fn.Return<Experiment, InvalidExperiment> {
  const source = parseSource(shownAs, text);
  if (!("value" in source)) return yield* failWith(source);
  const directory = dirname(file);
  const raw = fieldsOf(source.value);
  const frame = decode(Frame, source.value);
  const steps = Object.entries(fieldsOf(raw.steps)).map(([id, step]) => [id, fieldsOf(step)] as const);
  const mistakes: Array<Mistake> = [
    ...(Result.isFailure(frame) ? frame.failure : []),
    ...frameMistakes(steps),
  ];

  const kinds: Record<string, StepKind> = {};
  const modules: Record<string, string | undefined> = {};
  for (const [id, { uses }] of steps) {
    if (typeof uses !== "string") continue;
    const loaded = yield* loadStepKind(uses, directory, language.kinds);
    if ("message" in loaded) mistakes.push({ path: ["steps", id, "uses"], ...loaded });
    else {
      kinds[id] = loaded.kind;
      modules[id] = loaded.module;
    }
  }

  const { template, problems } = parseTemplate(sectionsOf(raw), []);
  for (const { path, expected, received, remedy } of problems) {
    mistakes.push({
      path,
      message: `expected ${expected}, received ${received}`,
      ...(remedy === undefined ? {} : { remedy }),
    });
  }
  const configurations =
    problems.length > 0 ? [] : probes(template).map((probe) => configure(template, kinds, language, probe));
  const missing = (["data", "model"] as const).filter((section) => raw[section] === undefined);
  for (const configuration of configurations) {
    if (Result.isFailure(configuration)) {
      // a section that is not there is said once, by the frame
      mistakes.push(
        ...configuration.failure.filter(({ path }) => !missing.some((section) => path[0] === section)),
      );
    }
  }
  if (raw.sweep !== undefined)
    mistakes.push(
      ...language.checkSweep(
        raw.sweep,
        steps.map(([id]) => id),
      ),
    );

  const problemsAt = (list: ReadonlyArray<Mistake>) =>
    unique(list).map(({ path, message, at, remedy }) =>
      source.problem(path, message, { ...(at ? { at } : {}), remedy }),
    );
  if (mistakes.length > 0 || Result.isFailure(frame)) return yield* failWith(problemsAt(mistakes));

  const declared = steps.map(([id]) => ({ id, needs: frame.success.steps[id]!.needs, kind: kinds[id]! }));
  const order = stepOrder(declared);
  const byId = new Map(declared.map((step) => [step.id, step]));
  const declarations = ("cycle" in order ? [] : order.order).map((step): Declaration => {
    const found = step.kind.consumes.map(
      (what) => [what, nearestProducers(step, byId, ({ kind }) => kind.produces.includes(what))] as const,
    );
    for (const [what, producers] of found)
      if (producers.length !== 1) mistakes.push(inputMistake(step, what, producers));
    const { uses, retry, timeout } = frame.success.steps[step.id]!;
    return {
      ...step,
      uses,
      module: modules[step.id],
      inputs: Object.fromEntries(found.map(([what, [producer]]) => [what, producer ?? ""])),
      retry,
      timeoutMillis: timeout === undefined ? undefined : Duration.toMillis(timeout),
    };
  });
  const [first] = configurations.filter(Result.isSuccess);
  if (first !== undefined) {
    const { data, model } = first.success;
    const inspection = yield* Effect.promise(() => language.inspect(data, model, directory));
    if ("problems" in inspection) mistakes.push(...inspection.problems);
  }
  if (mistakes.length > 0) return yield* failWith(problemsAt(mistakes));

  const { name, seed } = frame.success;
  return { file, directory, source, name, seed, steps: declarations, template, sweep: raw.sweep };
});
