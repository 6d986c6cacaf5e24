/**
 * State of a training between two epochs, as one safetensors blob: `params/…`, `state/…` (the optimizer's) and
 * `best/…` (the best weights so far, where they are selected), the rest as metadata. Equal states give equal bytes: nothing of time is in it.
 */
import type { Metrics } from "@attune/core";
import { decodeTensors, encodeTensors, type NamedValues, type Values } from "@attune/nn";
import type { Improvement } from "./EarlyStopping.ts";
import type { LossWatch } from "./LossWatch.ts";
import type { WatchState } from "./watching/Watcher.ts";

/** The epoch whose validation figure was best so far: highest accuracy, or lowest loss; the first of equals. */
export interface Best {
  readonly epoch: number;
  readonly value: number;
  /** Empty where the outcome is that of the last epoch. */
  readonly params: NamedValues;
}

export interface TrainingCheckpoint {
  /** Whole epochs done. */
  readonly epoch: number;
  readonly params: NamedValues;
  readonly state: NamedValues;
  readonly watch: LossWatch;
  /** Scalars of the last row: an outcome's metrics. */
  readonly scalars: Metrics;
  readonly seen: WatchState;
  /** Of a training that may be stopped early. */
  readonly improved?: Improvement | undefined;
  /** Not there before the first epoch. */
  readonly best: Best | undefined;
}

const under = (prefix: string, values: NamedValues): ReadonlyArray<readonly [string, Values]> =>
  Object.entries(values).map(([name, value]) => [`${prefix}/${name}`, value]);

const from = (prefix: string, values: NamedValues): NamedValues =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      name.startsWith(`${prefix}/`) ? [[name.slice(prefix.length + 1), value]] : [],
    ),
  );

export const encodeCheckpoint = ({
  epoch,
  params,
  state,
  watch,
  scalars,
  seen,
  improved,
  best,
}: TrainingCheckpoint): Uint8Array =>
  encodeTensors(
    Object.fromEntries([
      ...under("params", params),
      ...under("state", state),
      ...under("best", best?.params ?? {}),
    ]),
    {
      progress: JSON.stringify({ epoch, watch, scalars, seen, improved }),
      ...(best ? { best: JSON.stringify({ epoch: best.epoch, value: best.value }) } : {}),
    },
  );

export const decodeCheckpoint = (bytes: Uint8Array): TrainingCheckpoint => {
  const { values, metadata } = decodeTensors(bytes);
  if (metadata.progress === undefined) throw new Error("not a checkpoint of a training");
  // written by encodeCheckpoint, and whole: blobs are read by their hash
  const progress: Pick<TrainingCheckpoint, "epoch" | "watch" | "scalars" | "seen" | "improved"> = JSON.parse(
    metadata.progress,
  );
  const best: Pick<Best, "epoch" | "value"> | undefined = metadata.best
    ? JSON.parse(metadata.best)
    : undefined;
  return {
    ...progress,
    params: from("params", values),
    state: from("state", values),
    best: best && { ...best, params: from("best", values) },
  };
};
