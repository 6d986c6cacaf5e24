/**
 * A YAML text becomes a typed experiment, or every mistake in it with its line and column.
 *
 * core decodes the frame (names, steps, needs) and finds the search spaces; each section is decoded by the schema
 * of its owner, once for every bound and option of every space in it.
 */

import { dirname } from "node:path";
import { type Path, parameters, parseTemplate, probes, type Template } from "@attune/search";
import * as Effect from "effect/Effect";
import * as Result from "effect/Result";
import { type Configuration, configure } from "./Configuration.ts";
import { compose } from "./compose.ts";
import { decode, type Mistake } from "./decode.ts";
import { Frame, frameMistakes, inputMistake, placedElsewhere } from "./Frame.ts";
import { type Fields, fieldsOf } from "./fieldsOf.ts";
import type { ChosenEngine, Language } from "./Language.ts";
import { loadStepKind } from "./loadStepKind.ts";
import { startsWith } from "./Override.ts";
import { InvalidExperiment, type Problem } from "./Problem.ts";
import { placeChoices } from "./placeChoices.ts";
import { isSource, type Source } from "./Source.ts";
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
  /** In place of the experiment's. */
  readonly seed: number | undefined;
  readonly timeoutMillis: number | undefined;
}

export interface Experiment {
  readonly file: string;
  readonly directory: string;
  readonly source: Source;
  readonly name: string;
  readonly seed: number;
  readonly tags: ReadonlyArray<string>;
  readonly notes: string | undefined;
  /** As the file asks for it; undefined where it does not. */
  readonly engineChoice: string | undefined;
  readonly engine: ChosenEngine;
  /** Each after its needs. */
  readonly steps: ReadonlyArray<Declaration>;
  /** `data`, `model` and `steps.*.with`, with their search spaces in place. */
  readonly template: Template;
  /** The section as it stands in the file. */
  readonly sweep: unknown;
}

/** Puts the steps in order and finds what feeds each of them. */
const declare = (
  frame: typeof Frame.Type,
  kinds: Readonly<Record<string, StepKind>>,
  modules: Readonly<Record<string, string | undefined>>,
): { readonly declarations: ReadonlyArray<Declaration>; readonly mistakes: ReadonlyArray<Mistake> } => {
  const mistakes: Array<Mistake> = [];
  const declared = Object.entries(frame.steps).flatMap(([id, step]) => {
    const kind = kinds[id];
    return kind ? [{ ...step, id, kind }] : [];
  });
  const order = stepOrder(declared);
  const byId = new Map(declared.map((step) => [step.id, step]));
  const declarations = ("cycle" in order ? [] : order.order).map((step): Declaration => {
    const { id, uses, kind, needs, retry, seed, timeout } = step;
    const found = kind.consumes.map((what) => {
      const producers = nearestProducers(step, byId, (candidate) => candidate.kind.produces.includes(what));
      if (producers.length !== 1) mistakes.push(inputMistake(step, what, producers));
      return [what, producers[0] ?? ""] as const;
    });
    const inputs = Object.fromEntries(found);
    return { id, uses, module: modules[id], kind, needs, inputs, retry, seed, timeoutMillis: timeout };
  });
  return { declarations, mistakes };
};

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

interface LoadedKinds {
  readonly kinds: Readonly<Record<string, StepKind>>;
  readonly modules: Readonly<Record<string, string | undefined>>;
  readonly mistakes: ReadonlyArray<Mistake>;
}

type RawSteps = ReadonlyArray<readonly [string, Fields]>;

/** The kind of each step whose `uses` names one. */
const loadKinds = Effect.fnUntraced(function* (
  steps: RawSteps,
  directory: string,
  language: Language,
): Effect.fn.Return<LoadedKinds> {
  const kinds: Record<string, StepKind> = {};
  const modules: Record<string, string | undefined> = {};
  const mistakes: Array<Mistake> = [];
  for (const [id, { uses }] of steps) {
    if (typeof uses !== "string") continue;
    const loaded = yield* loadStepKind(uses, directory, language.kinds);
    if ("message" in loaded) {
      mistakes.push({ path: ["steps", id, "uses"], ...loaded });
      continue;
    }
    kinds[id] = loaded.kind;
    modules[id] = loaded.module;
  }
  return { kinds, modules, mistakes };
});

interface DecodedSections {
  readonly template: Template;
  /** The configurations that are right, to look at the data with. */
  readonly configurations: ReadonlyArray<Configuration>;
  readonly mistakes: ReadonlyArray<Mistake>;
}

/** Finds the spaces and decodes each section with every bound and option of them in place once. */
const decodeSections = (
  raw: Fields,
  kinds: Readonly<Record<string, StepKind>>,
  language: Language,
): DecodedSections => {
  const { template, problems } = parseTemplate(sectionsOf(raw), []);
  const spaces = problems.map(({ path, expected, received, remedy }) => ({
    path,
    message: `expected ${expected}, received ${received}`,
    ...(remedy === undefined ? {} : { remedy }),
  }));
  if (spaces.length > 0) return { template, configurations: [], mistakes: spaces };
  const configurations = probes(template).map((probe) => configure(template, kinds, language, probe));
  const mistakes = configurations.flatMap((each) => (Result.isFailure(each) ? each.failure : []));
  // a section that is not there is said once, by the frame
  const there = mistakes.filter(({ path }) => raw[String(path[0])] !== undefined);
  // a space whose bound is refused is not told again for a value between its bounds
  const isBoundOf = (path: Path, space: Path) =>
    path.length === space.length + 1 && typeof path.at(-1) === "number" && startsWith(path, space);
  const told = there.filter(({ path }) => !there.some((other) => isBoundOf(other.path, path)));
  return {
    template,
    configurations: configurations.filter(Result.isSuccess).map(({ success }) => success),
    mistakes: told,
  };
};

export interface DecodeOptions {
  /** `PATH=VALUE` from the command line. */
  readonly overrides?: ReadonlyArray<string>;
  /** The file as problems name it; default its path. */
  readonly shownAs?: string;
}

/** Decodes the text of an experiment file. Fails with every mistake found, in the order of the file. */
export const decodeExperiment = Effect.fn("decodeExperiment")(function* (
  file: string,
  text: string,
  language: Language,
  { overrides = [], shownAs = file }: DecodeOptions = {},
): Effect.fn.Return<Experiment, InvalidExperiment> {
  const composed = compose(file, text, overrides, shownAs);
  if (!isSource(composed)) return yield* failWith(composed);
  const source = placeChoices(composed, language.choicesOf(fieldsOf(composed.value).sweep));
  if (!isSource(source)) return yield* failWith(source);
  const directory = dirname(file);
  const raw = fieldsOf(source.value);
  const frame = decode(Frame, source.value);
  const steps = Object.entries(fieldsOf(raw.steps)).map(([id, step]) => [id, fieldsOf(step)] as const);
  const { kinds, modules, mistakes: unknownKinds } = yield* loadKinds(steps, directory, language);
  const { template, configurations, mistakes: inSections } = decodeSections(raw, kinds, language);
  const swept = steps.map(([id]) => ({
    id,
    readsTest: kinds[id]?.readsTest ?? false,
    metrics: kinds[id]?.metrics,
  }));
  const inSweep = raw.sweep === undefined ? [] : language.checkSweep(raw.sweep, swept, parameters(template));
  const wanted = raw.engine === undefined ? undefined : decode(language.engine, raw.engine, ["engine"]);
  const mistakes: ReadonlyArray<Mistake> = [
    ...(Result.isFailure(frame) ? placedElsewhere(frame.failure, kinds) : []),
    ...frameMistakes(steps),
    ...(wanted !== undefined && Result.isFailure(wanted) ? wanted.failure : []),
    ...unknownKinds,
    ...inSections,
    ...inSweep,
  ];
  const problemsAt = (list: ReadonlyArray<Mistake>) =>
    unique(list).map(({ path, message, at, remedy }) =>
      source.problem(path, message, { ...(at ? { at } : {}), remedy }),
    );
  if (mistakes.length > 0 || Result.isFailure(frame)) return yield* failWith(problemsAt(mistakes));

  const uses = Object.fromEntries(Object.entries(frame.success.steps).map(([id, step]) => [id, step.uses]));
  const { declarations, mistakes: unfed } = declare(frame.success, kinds, modules);
  const unfit: Array<Mistake> = [];
  const engineChoice = wanted !== undefined && Result.isSuccess(wanted) ? wanted.success : undefined;
  const engine = yield* Effect.promise(() => language.openEngine(engineChoice));
  if ("message" in engine) return yield* failWith(problemsAt([...unfed, { path: ["engine"], ...engine }]));
  for (const configuration of configurations) {
    const inspection = yield* Effect.promise(() => language.inspect(configuration, uses, directory, engine));
    if ("problems" in inspection) unfit.push(...inspection.problems);
  }
  if (unfed.length + unfit.length > 0) return yield* failWith(problemsAt([...unfed, ...unfit]));

  const { name, seed, tags, notes } = frame.success;
  return {
    file,
    directory,
    source,
    name,
    seed,
    tags,
    notes,
    engineChoice,
    engine,
    steps: declarations,
    template,
    sweep: raw.sweep,
  };
});
