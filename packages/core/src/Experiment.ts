/**
 * A YAML text becomes a typed experiment, or every mistake in it with its line and column.
 *
 * core decodes the frame (names, steps, needs) and finds the search spaces; each section is decoded by the schema
 * of its owner, once for every bound and option of every space in it.
 */

import { dirname } from "node:path";
import { parseTemplate, probes, type Template } from "@attune/search";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Result from "effect/Result";
import { configure } from "./Configuration.ts";
import { decode, type Mistake } from "./decode.ts";
import { Frame, frameMistakes, inputMistake } from "./Frame.ts";
import { type Fields, fieldsOf } from "./fieldsOf.ts";
import type { Language } from "./Language.ts";
import { loadStepKind } from "./loadStepKind.ts";
import { InvalidExperiment, type Problem } from "./Problem.ts";
import { parseSource, type Source } from "./Source.ts";
import type { StepKind } from "./StepKind.ts";
import { nearestProducers, stepOrder } from "./stepOrder.ts";

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

/** The sections that may hold spaces, as one value with the paths of the file. */
const sectionsOf = (raw: Fields) => ({
  data: raw.data ?? {},
  model: raw.model ?? {},
  steps: Object.fromEntries(
    Object.entries(fieldsOf(raw.steps)).map(([id, step]) => [id, { with: fieldsOf(step).with ?? {} }]),
  ),
});

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
