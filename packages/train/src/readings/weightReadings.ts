/** Of each weight tensor what its updates and its norm tell over a training. */

import { digits } from "../digits.ts";
import type { History, Snapshot } from "../History.ts";
import { median } from "./median.ts";
import { scheduleFactors } from "./schedulePhase.ts";

export interface WeightReading {
  /** `layers.0.weight` */
  readonly name: string;
  /** Median of u = ‖Δw‖/‖w‖ over `phase`, each divided by the schedule's factor. Undefined where none was measured. */
  readonly ratio: number | undefined;
  /** ‖w‖ at the end over ‖w‖ at the start; see `growthOf`. */
  readonly growth: number | undefined;
  /** It started at more than 4 × the norm of weights of variance 1/fan_in. */
  readonly oversized: boolean;
}

/** A schedule's factor below which a ratio tells nothing of the peak. */
const DECAYED = 0.01;
/** ‖w‖ at the start over √units: weights that start so large are what is wrong, not how far an update moves them. */
const OVERSIZED = 4;

export const weightNames = ({ snapshots }: History): ReadonlyArray<string> =>
  Object.entries(snapshots[0]?.tensors ?? {}).flatMap(([name, { role }]) =>
    role === "weight" ? [name] : [],
  );

/**
 * The snapshots that speak of the update size: of epochs whose rate is not yet decayed, without the first quarter of
 * the run; where that leaves none, of the first epoch.
 */
const phase = (history: History): ReadonlyArray<Snapshot> => {
  const { rows } = history;
  const factorAt = scheduleFactors(history);
  const late = history.snapshots.filter(({ epoch }) => epoch > rows.length / 4 && factorAt(epoch) >= DECAYED);
  return late.length > 0 ? late : history.snapshots.filter(({ epoch }) => epoch > 0).slice(0, 1);
};

/** Units or filters of the layer that the tensor belongs to, where the model is of layers that have them. */
const unitsOf = ({ watched }: History, tensor: string): number => {
  const layer = watched.layers.find(({ name }) => tensor.startsWith(`${name}.`));
  const config: unknown = layer?.config;
  if (typeof config !== "object" || config === null) return 0;
  const units = "units" in config ? config.units : "filters" in config ? config.filters : 0;
  return typeof units === "number" ? units : 0;
};

/**
 * ‖w‖ at the last snapshot over ‖w‖ at the first, or over √units where that is larger: the norm of weights of
 * variance 1/fan_in. Weights that start smaller must grow to learn at all.
 */
const growthOf = (history: History, name: string): number | undefined => {
  const first = history.snapshots.at(0)?.tensors[name]?.norm;
  const last = history.snapshots.at(-1)?.tensors[name]?.norm;
  if (first === null || first === undefined || last === null || last === undefined) return undefined;
  const reference = Math.max(first, Math.sqrt(unitsOf(history, name)));
  return reference > 0 ? last / reference : undefined;
};

export const weightReadings = (history: History): ReadonlyArray<WeightReading> => {
  const during = phase(history);
  const factorAt = scheduleFactors(history);
  return weightNames(history).map((name) => {
    const ratios = during.flatMap(({ epoch, tensors }) => {
      const ratio = tensors[name]?.updateRatio;
      return ratio === null || ratio === undefined ? [] : [ratio / factorAt(epoch)];
    });
    return {
      name,
      ratio: ratios.length > 0 ? median(ratios) : undefined,
      growth: growthOf(history, name),
      oversized:
        (history.snapshots[0]?.tensors[name]?.norm ?? 0) >
        OVERSIZED * Math.sqrt(unitsOf(history, name) || Number.POSITIVE_INFINITY),
    };
  });
};

export interface MeasuredRatio {
  readonly name: string;
  readonly ratio: number;
}

/** Of the weights whose update:weight ratio was measured. */
export const measuredRatios = (history: History): ReadonlyArray<MeasuredRatio> =>
  weightReadings(history).flatMap(({ name, ratio }) => (ratio === undefined ? [] : [{ name, ratio }]));

/** Those that tell of a rate that is too low: above 0, and of weights that did not start too large. */
export const lowRatios = (history: History): ReadonlyArray<MeasuredRatio> =>
  weightReadings(history).flatMap(({ name, ratio, oversized }) =>
    ratio === undefined || ratio === 0 || oversized ? [] : [{ name, ratio }],
  );

/** `update:weight 2.7e-3 … 9e-4 (limit 3e-2) in layers.0.weight …, epochs 2–5`. */
export const ratioEvidence = (
  ratios: ReadonlyArray<MeasuredRatio>,
  limit: string,
  history: History,
): string => {
  const during = phase(history).map(({ epoch }) => epoch);
  const each = ratios.map(({ name, ratio }) => `${digits(ratio)} in ${name}`).join(", ");
  return `update:weight ${each} (${limit}), median over epochs ${during.at(0) ?? 0}–${during.at(-1) ?? 0}`;
};
