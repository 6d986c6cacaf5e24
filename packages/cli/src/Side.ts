/** One side of a comparison: a run that the store has, or an experiment file as it stands. */
import { resolve } from "node:path";
import {
  type Experiment,
  InvalidExperiment,
  type Json,
  type KeyParts,
  type Metrics,
  type Planner,
  resolvedSettings,
  Store,
} from "@attune/core";
import * as Effect from "effect/Effect";
import { firstPlan } from "./commands/firstPlan.ts";
import { readExperiment, shownPath } from "./readExperiment.ts";

export interface SideStep {
  readonly step: string;
  readonly key: string;
  /** Name of its result: of a trajectory `key@epochs`. */
  readonly name: string;
  readonly parts: KeyParts;
  readonly files: Readonly<Record<string, string>>;
}

export interface Side {
  /** As in `run 7 (smoke)`. */
  readonly label: string;
  readonly isSweep: boolean;
  /** The file, as JSON; null where it was not kept. */
  readonly written: Json;
  /** The configuration with its defaults, of a sweep the winner's; null where there is none. */
  readonly settings: Json;
  readonly steps: ReadonlyArray<SideStep>;
  readonly metrics: Metrics;
}

const isSweepFile = (written: Json): boolean =>
  typeof written === "object" && written !== null && "sweep" in written;

const sideOfRun = Effect.fnUntraced(function* (id: number) {
  const { keptRun, seenKey, runs } = yield* Store;
  const run = keptRun(id);
  if (run === undefined) {
    const known = runs().map((each) => each.id);
    const message = `there is no run ${id}`;
    const remedy =
      known.length > 0
        ? `runs here: ${Math.min(...known)} to ${Math.max(...known)}; attune ls lists them`
        : "nothing has run yet";
    return yield* new InvalidExperiment({ problems: [{ file: `run ${id}`, message, remedy }] });
  }
  const side: Side = {
    label: `run ${id} (${run.experiment}, ${run.status})`,
    isSweep: isSweepFile(run.written),
    written: run.written,
    settings: run.settings,
    steps: run.steps.flatMap((step) => {
      const seen = seenKey(step.key);
      return seen ? [{ ...step, ...seen }] : [];
    }),
    metrics: run.metrics,
  };
  return side;
});

/** A file is planned, and what the store has of its steps is taken from there. */
const sideOfFile = Effect.fnUntraced(function* (experiment: Experiment, planner: Planner) {
  const { result } = yield* Store;
  const { plan } = yield* firstPlan(experiment, planner, 0);
  const isSweep = experiment.sweep !== undefined;
  const known = isSweep ? [] : plan.steps.map(({ id, name }) => ({ id, outcome: result(name)?.outcome }));
  const written: Json = JSON.parse(JSON.stringify(experiment.source.value));
  const side: Side = {
    label: shownPath(experiment.file),
    isSweep,
    written,
    // which values a sweep will choose is not known before it has run
    settings: isSweep ? null : resolvedSettings(experiment, plan.configuration),
    steps: plan.steps.map(({ id, key, name, parts, code }) => ({
      step: id,
      key,
      name,
      parts,
      files: code.files,
    })),
    metrics: Object.fromEntries(
      known.flatMap(({ id, outcome }) =>
        Object.entries(outcome?.metrics ?? {}).map(([metric, value]) => [`${id}.${metric}`, value]),
      ),
    ),
  };
  return side;
});

/** `what` is a run's number or a file's path, which the command line may change. */
export const sideOf = (
  what: string,
  planner: Planner,
  overrides: ReadonlyArray<string>,
): Effect.Effect<Side, InvalidExperiment, Store> =>
  /^\d+$/.test(what)
    ? sideOfRun(Number(what))
    : Effect.flatMap(readExperiment(resolve(what), planner, overrides), (experiment) =>
        sideOfFile(experiment, planner),
      );
