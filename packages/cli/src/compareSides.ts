/** How two runs, or what would run, differ. */
import type { EpochRow, Metrics } from "@attune/core";
import { type Difference, jsonDifferences } from "./jsonDifferences.ts";
import { changedFiles } from "./keyDifference.ts";
import type { Side, SideStep } from "./Side.ts";

export interface MetricPair {
  readonly name: string;
  readonly a: number | undefined;
  readonly b: number | undefined;
}

/** Two trajectories of one step. */
export interface Divergence {
  readonly step: string;
  /** Epochs that both have. */
  readonly epochs: number;
  /** The first epoch whose rows differ, with the figures that do; undefined where none does. */
  readonly first: { readonly epoch: number; readonly figures: ReadonlyArray<MetricPair> } | undefined;
}

export interface Comparison {
  /** Of the files, where both are of sweeps: their spaces and the sweep's own settings. */
  readonly written: ReadonlyArray<Difference>;
  readonly settings: ReadonlyArray<Difference>;
  /** Files of the code that changed, with the steps that they are of. */
  readonly code: ReadonlyArray<{
    readonly steps: ReadonlyArray<string>;
    readonly files: ReadonlyArray<string>;
  }>;
  /** Data, engine and seed of the steps, where they differ. */
  readonly parts: ReadonlyArray<{
    readonly part: "data" | "engine" | "seed";
    readonly steps: ReadonlyArray<string>;
    readonly a: string;
    readonly b: string;
  }>;
  readonly onlyA: ReadonlyArray<string>;
  readonly onlyB: ReadonlyArray<string>;
  readonly metrics: ReadonlyArray<MetricPair>;
  readonly trajectories: ReadonlyArray<Divergence>;
}

const pairs = (a: Metrics, b: Metrics): ReadonlyArray<MetricPair> =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .sort()
    .map((name) => ({ name, a: a[name], b: b[name] }));

const divergence = (step: string, a: ReadonlyArray<EpochRow>, b: ReadonlyArray<EpochRow>): Divergence => {
  const others = new Map(b.map(({ epoch, scalars }) => [epoch, scalars]));
  const common = a.flatMap(({ epoch, scalars }) => {
    const other = others.get(epoch);
    return other ? [{ epoch, figures: pairs(scalars, other).filter((pair) => pair.a !== pair.b) }] : [];
  });
  return { step, epochs: common.length, first: common.find(({ figures }) => figures.length > 0) };
};

type Both = readonly [SideStep, SideStep];

const changedCode = (both: ReadonlyArray<Both>): Comparison["code"] => {
  const groups = new Map<string, Comparison["code"][number]>();
  for (const [a, b] of both) {
    if (a.parts.code === b.parts.code) continue;
    const files = changedFiles(a.files, b.files);
    const id = files.join(" ");
    groups.set(id, { files, steps: [...(groups.get(id)?.steps ?? []), a.step] });
  }
  return [...groups.values()];
};

const differingParts = (both: ReadonlyArray<Both>): Comparison["parts"] =>
  (["data", "engine", "seed"] as const).flatMap((part) => {
    const differing = both.filter(([a, b]) => a.parts[part] !== b.parts[part]);
    const groups = new Map<string, Comparison["parts"][number]>();
    for (const [a, b] of differing) {
      const values = { a: String(a.parts[part] ?? "none"), b: String(b.parts[part] ?? "none") };
      const id = `${values.a} ${values.b}`;
      groups.set(id, { part, ...values, steps: [...(groups.get(id)?.steps ?? []), a.step] });
    }
    return [...groups.values()];
  });

/** Rows of a trajectory, as far as its request went. */
const rowsOf = ({ key, name }: SideStep, epochs: (key: string) => ReadonlyArray<EpochRow>) => {
  const until = Number(name.split("@")[1]);
  return epochs(key).filter(({ epoch }) => epoch <= until);
};

export const compareSides = (
  a: Side,
  b: Side,
  epochs: (key: string) => ReadonlyArray<EpochRow>,
): Comparison => {
  const others = new Map(b.steps.map((step) => [step.step, step]));
  const both = a.steps.flatMap((step): ReadonlyArray<Both> => {
    const other = others.get(step.step);
    return other ? [[step, other]] : [];
  });
  const names = both.map(([{ step }]) => step);
  // of a sweep that has not run there is no winner to compare
  const comparable = a.settings !== null && b.settings !== null;
  const only = ({ steps }: Side) => steps.map(({ step }) => step).filter((step) => !names.includes(step));
  return {
    written: a.isSweep && b.isSweep ? jsonDifferences(a.written, b.written) : [],
    settings: comparable ? jsonDifferences(a.settings, b.settings) : [],
    code: changedCode(both),
    parts: differingParts(both),
    onlyA: only(a),
    onlyB: only(b),
    metrics: comparable ? pairs(a.metrics, b.metrics) : [],
    trajectories: both
      .filter(([one, other]) => comparable && one.name.includes("@") && other.name.includes("@"))
      .map(([one, other]) => divergence(one.step, rowsOf(one, epochs), rowsOf(other, epochs)))
      .filter(({ epochs }) => epochs > 0),
  };
};
