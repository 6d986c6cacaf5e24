/** An experiment without spaces becomes steps with their keys, before anything runs. */
import { resolve } from "node:path";
import type { Assignment } from "@attune/search";
import * as Effect from "effect/Effect";
import * as Result from "effect/Result";
import { cacheKey, type KeyParts, resultName } from "./CacheKey.ts";
import type { CodeDigest, CodeEntry } from "./CodeDigest.ts";
import { type Configuration, configure } from "./Configuration.ts";
import type { Declaration, Experiment } from "./Experiment.ts";
import type { Language } from "./Language.ts";
import { InvalidExperiment } from "./Problem.ts";
import type { Json, RowReference } from "./StepKind.ts";

export interface PlannedStep extends Declaration {
  readonly key: string;
  readonly parts: KeyParts;
  /** Files behind `parts.code`. */
  readonly code: CodeDigest;
  /** Epochs wanted in all; 0 for a kind that is no trajectory. */
  readonly until: number;
  /** Name of the result: `key` or `key@until`. */
  readonly name: string;
  readonly directory: string;
}

export interface Plan {
  /** Each after its needs. */
  readonly steps: ReadonlyArray<PlannedStep>;
  readonly configuration: Configuration;
  readonly data: { readonly dataDigest: string; readonly sizes: Readonly<Record<string, number>> };
}

/** What planning needs beside the experiment. */
export interface Planner {
  readonly language: Language;
  readonly codeDigest: (entry: CodeEntry) => Promise<CodeDigest>;
}

export interface PlanOptions {
  readonly assignment: Assignment;
  /** From a step's seed to that of a repeat: of weights, order and noise. The split keeps the experiment's. */
  readonly reseed: (seed: number) => number;
  /** Plan the steps that read the test set, too. */
  readonly test: boolean;
}

/** A module of the user's is named as in the file: relative to it. */
const atHome = (row: RowReference, directory: string): RowReference =>
  row.package.startsWith(".") ? { ...row, package: resolve(directory, row.package) } : row;

/** What a step was planned from last, with what came of it: from one trial of a sweep to the next most steps are the same. */
interface Planned {
  readonly experiment: Experiment;
  readonly planner: Planner;
  readonly config: unknown;
  readonly model: Json;
  readonly data: Json;
  readonly dataDigest: string;
  readonly seed: number;
  readonly inputs: KeyParts["inputs"];
  readonly step: PlannedStep;
}

const last = new WeakMap<Declaration, Planned>();

/** Sections that did not change are the same objects: `configure` sees to that. */
const isSame = (known: Planned | undefined, now: Omit<Planned, "step">): known is Planned =>
  known !== undefined &&
  known.experiment === now.experiment &&
  known.planner === now.planner &&
  known.config === now.config &&
  known.model === now.model &&
  known.data === now.data &&
  known.dataDigest === now.dataDigest &&
  known.seed === now.seed &&
  Object.entries(now.inputs).every(([what, name]) => known.inputs[what] === name);

/** Fails where the assignment makes a configuration that its sections' schemas or the data refuse. */
export const plan = Effect.fnUntraced(function* (
  experiment: Experiment,
  planner: Planner,
  { assignment, reseed, test }: PlanOptions,
): Effect.fn.Return<Plan, InvalidExperiment> {
  const { source, directory } = experiment;
  const kinds = Object.fromEntries(experiment.steps.map(({ id, kind }) => [id, kind]));
  const uses = Object.fromEntries(experiment.steps.map((step) => [step.id, step.uses]));
  const configured = configure(experiment.template, kinds, planner.language, assignment);
  if (Result.isFailure(configured)) {
    return yield* new InvalidExperiment({
      problems: configured.failure.map(({ path, message, remedy }) =>
        source.problem(path, message, { remedy }),
      ),
    });
  }
  const configuration = configured.success;
  const inspection = yield* Effect.promise(() =>
    planner.language.inspect(configuration, uses, directory, experiment.engine),
  );
  if ("problems" in inspection) {
    return yield* new InvalidExperiment({
      problems: inspection.problems.map(({ path, message, remedy }) =>
        source.problem(path, message, { remedy }),
      ),
    });
  }

  const planned = new Map<string, PlannedStep>();
  for (const step of experiment.steps) {
    if ((step.kind.readsTest && !test) || step.needs.some((need) => !planned.has(need))) continue;
    const config = configuration.configs[step.id];
    const seed = reseed(step.seed ?? experiment.seed);
    const inputs = Object.fromEntries(
      Object.entries(step.inputs).map(([what, id]) => [what, planned.get(id)?.name ?? ""]),
    );
    const { data, model } = configuration;
    const { dataDigest } = inspection;
    const from = { experiment, planner, config, model, data, dataDigest, seed, inputs };
    const known = last.get(step);
    if (isSame(known, from)) {
      planned.set(step.id, known.step);
      continue;
    }
    let readsData = false;
    const view = step.kind.view(
      {
        name: experiment.name,
        seed: experiment.seed,
        model,
        get data() {
          readsData = true;
          return data;
        },
      },
      config,
    );
    const rows = [experiment.engine.row, ...step.kind.rows(view)].map((row) => atHome(row, directory));
    const code = yield* Effect.promise(() => planner.codeDigest({ rows, module: step.module }));
    const parts: KeyParts = {
      kind: step.uses,
      view,
      seed,
      ...(readsData ? { data: dataDigest } : {}),
      code: code.digest,
      engine: experiment.engine.name,
      inputs,
    };
    const key = cacheKey(parts);
    const until = step.kind.epochs?.(config) ?? 0;
    const made = { ...step, key, parts, code, until, name: resultName(key, until), directory };
    planned.set(step.id, made);
    last.set(step, { ...from, step: made });
  }
  return { steps: [...planned.values()], configuration, data: inspection };
});
