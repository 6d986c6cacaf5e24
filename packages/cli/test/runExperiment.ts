/** Runs a shipped experiment by the real command, in a store of its own, and reads what came of it. */
import { join } from "node:path";
import { type Metrics, type Outcome, Store } from "@attune/core";
import { decodeTensors, type NamedValues } from "@attune/nn";
import * as Effect from "effect/Effect";
import { attune, root } from "./attune.ts";

export interface RanTrial {
  /** By the last part of the hyperparameter's name. */
  readonly assignment: Readonly<Record<string, string>>;
  readonly findings: ReadonlyArray<string>;
  readonly state: string;
  readonly objective: number | undefined;
}

export interface Ran {
  /** In the order of their numbers; empty for a run. */
  readonly trials: ReadonlyArray<RanTrial>;
  /** Of every epoch of a step: `train`, `trial 3/train`, `finalist 0 seed 2/train`. */
  readonly rows: (step: string) => ReadonlyArray<Metrics>;
  /** Codes of its findings. */
  readonly codes: (step: string) => ReadonlyArray<string>;
  readonly outcome: (step: string) => Promise<Outcome>;
  readonly weights: (step: string) => Promise<NamedValues>;
}

/** A line of `--json`: each kind has some of these. */
interface Line {
  readonly _tag?: string;
  readonly step: string;
  readonly name: string;
  readonly scalars: Metrics;
  readonly number: number;
  readonly assignment: Readonly<Record<string, number | string | boolean>>;
  readonly findings?: ReadonlyArray<string | { readonly code: string }>;
  readonly state: string;
  readonly objective?: number;
}

const trialOf = ({ assignment, findings = [], state, objective }: Line): RanTrial => ({
  assignment: Object.fromEntries(
    Object.entries(assignment).map(([name, value]) => [name.split(".").at(-1) ?? name, String(value)]),
  ),
  findings: findings.map(String),
  state,
  objective,
});

/** `file` is relative to `experiments`; `set` are overrides, each as after `--set`. */
export const runExperiment = async (
  command: "run" | "sweep",
  file: string,
  store: string,
  set: ReadonlyArray<string> = [],
): Promise<Ran> => {
  const overrides = set.flatMap((override) => ["--set", override]);
  const path = join(root, "experiments", file);
  const ended = await attune([command, path, "--json", "--store", store, ...overrides]);
  if (ended.stderr !== "") throw new Error(`${file}: ${ended.stderr}`);
  const lines = ended.stdout
    .trimEnd()
    .split("\n")
    .map((line): Line => JSON.parse(line));
  const finished = new Map(
    lines.flatMap((line) => (line._tag === "Finished" || line._tag === "Cached" ? [[line.step, line]] : [])),
  );
  const lineOf = (step: string): Line => {
    const line = finished.get(step);
    if (line === undefined)
      throw new Error(`${file} has no step ${step}, only ${[...finished.keys()].join(", ")}`);
    return line;
  };
  const read = <A>(look: (opened: Store["Service"]) => A): Promise<A> =>
    Effect.runPromise(Store.useSync(look).pipe(Effect.provide(Store.layer(store))));
  const outcome = (step: string) =>
    read(({ result }) => {
      const stored = result(lineOf(step).name);
      if (stored === undefined) throw new Error(`the store has no result of ${step}`);
      return stored.outcome;
    });
  return {
    trials: lines
      .filter((line) => line._tag === "Trial")
      .sort((a, b) => a.number - b.number)
      .map(trialOf),
    rows: (step) =>
      lines.filter((line) => line._tag === "Epoch" && line.step === step).map(({ scalars }) => scalars),
    codes: (step) =>
      (lineOf(step).findings ?? []).map((finding) => (typeof finding === "string" ? finding : finding.code)),
    outcome,
    weights: async (step) => {
      const { artifacts } = await outcome(step);
      return read((opened) => decodeTensors(opened.artifacts.read(artifacts.weights ?? "")).values);
    },
  };
};
