/** Keeps the history of a training: a fold over its epochs, whose state goes through a checkpoint. */
import type { EpochRow } from "@attune/core";
import { isTrained, type NamedValues } from "@attune/nn";
import type { History, Snapshot, Watched } from "../History.ts";
import type { EpochTrace } from "../Trainer.ts";
import { filterPictures, filterPlace } from "./filters.ts";
import { type LossWindows, noWindows, windowsOf, withLosses } from "./LossWindows.ts";
import { makeProbe, outputsPerExample, type ProbeSettings, probeSize } from "./Probe.ts";
import { epochsBetween, snapshotDue } from "./snapshotDue.ts";
import { snapshotOf } from "./snapshotOf.ts";
import { type MeasuredStep, updateFigures } from "./UpdateFigures.ts";

export interface WatchState {
  readonly rows: ReadonlyArray<EpochRow>;
  readonly windows: LossWindows;
  readonly snapshots: ReadonlyArray<Snapshot>;
  /** The last steps that were measured by tensor: the last epoch's, or some before it where it has few. */
  readonly measured: ReadonlyArray<MeasuredStep>;
}

/** Steps that a median is of: an epoch's last ones, with those before it up to the fewest. */
const MOST = 25;
const FEWEST = 5;

/** Where a training stands: after whole epochs, or in the middle of one that broke down. */
export interface Standing {
  readonly epoch: number;
  readonly iteration: number;
  readonly weights: () => NamedValues;
}

export interface Watcher {
  /** Before the first epoch. */
  readonly start: (weights: NamedValues) => WatchState;
  /** After an epoch, or the part of one that ended in a breakdown. */
  readonly after: (
    state: WatchState,
    at: Standing,
    trace: EpochTrace,
    row: EpochRow | undefined,
  ) => WatchState;
  /** All that was seen, with a last look at the network where a request ends. Nothing of it goes into the state. */
  readonly history: (
    state: WatchState,
    at: Standing,
    about: { readonly watched: Watched; readonly lossAtInit: number; readonly first: () => NamedValues },
  ) => History;
}

const sizeOf = (shape: ReadonlyArray<number>): number =>
  shape.reduce((product, length) => product * length, 1);

/** `validation`: examples that an epoch is judged on. */
export const makeWatcher = (settings: ProbeSettings & { readonly validation: number }): Watcher => {
  const { model, slice, batchSize, validation } = settings;
  const probe = makeProbe(settings);
  const place = filterPlace(model);
  const sizes = Object.fromEntries(
    Object.entries(model.paramShapes).flatMap(([name, shape]) =>
      isTrained(shape) ? [[name, sizeOf(shape.shape)]] : [],
    ),
  );
  const params = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  const probed = probeSize(model, slice.size);
  const between = epochsBetween({
    probe: probed,
    batch: Math.min(batchSize, probed),
    train: slice.size,
    validation,
    iterations: Math.ceil(slice.size / batchSize),
    numbers: 4 * params + probed * outputsPerExample(model),
    params,
    parts: model.layers.length + Object.keys(sizes).length,
  });
  const look = ({ epoch, iteration }: Standing, weights: NamedValues, steps: ReadonlyArray<MeasuredStep>) => {
    const updates = steps.length === 0 ? undefined : updateFigures(steps, sizes);
    return snapshotOf(model, place, { epoch, iteration, weights, probed: probe(weights, epoch), updates });
  };
  return {
    start: (weights) => ({
      rows: [],
      windows: noWindows,
      snapshots: [look({ epoch: 0, iteration: 0, weights: () => weights }, weights, [])],
      measured: [],
    }),
    after: (state, at, { losses, measured }, row) => {
      const count = Math.min(MOST, Math.max(FEWEST, measured.length));
      const steps = [...state.measured, ...measured].slice(-count);
      const due = row !== undefined && snapshotDue(at.epoch, between);
      return {
        rows: row === undefined ? state.rows : [...state.rows, row],
        windows: withLosses(state.windows, losses),
        snapshots: due ? [...state.snapshots, look(at, at.weights(), steps)] : state.snapshots,
        measured: steps,
      };
    },
    history: ({ rows, windows, snapshots, measured }, at, { watched, lossAtInit, first }) => {
      const weights = at.weights();
      const seen = snapshots.at(-1)?.iteration === at.iteration;
      const filters = place && {
        first: filterPictures(place, first()),
        last: filterPictures(place, weights),
      };
      return {
        watched,
        lossAtInit,
        rows,
        windows: windowsOf(windows),
        snapshots: seen ? snapshots : [...snapshots, look(at, weights, measured)],
        ...(filters ? { filters } : {}),
      };
    },
  };
};
