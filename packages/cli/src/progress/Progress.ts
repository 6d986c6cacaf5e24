/** What a person waits for: how many units are done, how fast, and the best so far. Times are milliseconds since the start. */
import type { StepEvent } from "@attune/core";
import type { Trial } from "@attune/search";
import type { Objective } from "@attune/sweep";

export interface RunningStep {
  readonly startedAt: number;
  /** Epochs that were there before; known from the first epoch on. */
  readonly from: number | undefined;
  readonly epoch: number;
  /** Epochs wanted; 0 for a step that has none. */
  readonly until: number;
  readonly scalars: Readonly<Record<string, number>>;
}

export interface Progress {
  readonly objective: Objective | undefined;
  /** Trials, then finalists; steps where there is no sweep. */
  readonly total: number;
  readonly done: number;
  readonly best: { readonly trial: number; readonly value: number } | undefined;
  /** Objective of each trial in the order of their ends; undefined for one that has none. */
  readonly values: ReadonlyArray<number | undefined>;
  /** Results by how they came about; `infeasible` counts what it is of the first two. */
  readonly steps: {
    readonly run: number;
    readonly cached: number;
    readonly infeasible: number;
    readonly failed: number;
    readonly skipped: number;
  };
  /** Steps running now, with the last epoch of each. */
  readonly running: ReadonlyMap<string, RunningStep>;
  readonly last: { readonly trial: Trial } | undefined;
  /** The start of the first step that was not in the cache, and when the last units after it ended. */
  readonly ends: ReadonlyArray<number>;
}

/** Units over which the rate is measured. */
const WINDOW = 12;

export const startProgress = (objective: Objective | undefined, total: number): Progress => ({
  objective,
  total,
  done: 0,
  best: undefined,
  values: [],
  steps: { run: 0, cached: 0, infeasible: 0, failed: 0, skipped: 0 },
  running: new Map(),
  last: undefined,
  ends: [],
});

/** A unit ended. What the cache gave before any step ran says nothing about the rate. */
const unitDone = (progress: Progress, at: number): Progress => ({
  ...progress,
  done: progress.done + 1,
  ends: progress.ends.length === 0 ? [] : [...progress.ends, at].slice(-WINDOW - 1),
});

const withRunning = (progress: Progress, step: string, state: RunningStep | undefined): Progress => {
  const running = new Map(progress.running);
  if (state === undefined) running.delete(step);
  else running.set(step, state);
  return { ...progress, running };
};

const count = (progress: Progress, counted: Partial<Progress["steps"]>): Progress => {
  const { steps } = progress;
  const sums = {
    run: steps.run + (counted.run ?? 0),
    cached: steps.cached + (counted.cached ?? 0),
    infeasible: steps.infeasible + (counted.infeasible ?? 0),
    failed: steps.failed + (counted.failed ?? 0),
    skipped: steps.skipped + (counted.skipped ?? 0),
  };
  return { ...progress, steps: sums };
};

/** Progress after a step's event; where there is no sweep, a step is a unit. */
export const onStep = (progress: Progress, event: StepEvent, at: number): Progress => {
  const ended = (counted: Partial<Progress["steps"]>): Progress => {
    const after = withRunning(count(progress, counted), event.step, undefined);
    return progress.objective === undefined ? unitDone(after, at) : after;
  };
  switch (event._tag) {
    case "Started": {
      const state = { startedAt: at, from: undefined, epoch: 0, until: event.until, scalars: {} };
      const ends = progress.ends.length === 0 ? [at] : progress.ends;
      return withRunning({ ...progress, ends }, event.step, state);
    }
    case "Epoch": {
      const before = progress.running.get(event.step);
      if (before === undefined) return progress;
      const { epoch, scalars } = event;
      return withRunning(progress, event.step, { ...before, from: before.from ?? epoch - 1, epoch, scalars });
    }
    case "Cached":
      return ended({ cached: 1, infeasible: event.status === "infeasible" ? 1 : 0 });
    case "Finished":
      return ended({ run: 1, infeasible: event.status === "infeasible" ? 1 : 0 });
    case "Failed":
      return ended({ failed: 1 });
    case "Skipped":
      return ended({ skipped: 1 });
    case "Retried":
      return withRunning(progress, event.step, undefined);
  }
};

/** Progress after a trial ended. */
export const onTrial = (progress: Progress, trial: Trial, at: number): Progress => {
  const value = trial.objective;
  const sign = progress.objective?.direction === "minimize" ? -1 : 1;
  const better =
    value !== undefined && (progress.best === undefined || sign * (value - progress.best.value) > 0);
  return {
    ...unitDone(progress, at),
    best: better ? { trial: trial.number, value } : progress.best,
    values: [...progress.values, value],
    last: { trial },
  };
};

/** Progress once it is known how many runs the finalists take. */
export const onFinalists = (progress: Progress, runs: number): Progress => ({
  ...progress,
  total: progress.done + runs,
});

/** Progress after a finalist ended on one of its seeds. */
export const onRepeat = unitDone;

/** Units a millisecond over the last units; undefined before the first. */
export const rateOf = ({ ends }: Progress, now: number): number | undefined => {
  const [from = 0] = ends;
  return ends.length < 2 || now <= from ? undefined : (ends.length - 1) / (now - from);
};

const stepLeft = ({ startedAt, from, epoch, until }: RunningStep, now: number): number | undefined =>
  from === undefined || epoch <= from || until === 0
    ? undefined
    : ((until - epoch) * (now - startedAt)) / (epoch - from);

/** Milliseconds left: by the rate of trials, or of a run by the epochs of what runs now. */
export const timeLeft = (progress: Progress, now: number): number | undefined => {
  if (progress.objective === undefined) {
    const known = [...progress.running.values()].flatMap((step) => stepLeft(step, now) ?? []);
    return known.length === 0 ? undefined : Math.max(...known);
  }
  const rate = rateOf(progress, now);
  return rate === undefined || progress.done >= progress.total
    ? undefined
    : (progress.total - progress.done) / rate;
};
