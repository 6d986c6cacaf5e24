/** What a person waits for: how many units are done, how fast, and the best so far. */
import type { StepEvent } from "@attune/core";
import type { Trial } from "@attune/search";
import type { Objective } from "@attune/sweep";

export interface Progress {
  readonly objective: Objective | undefined;
  /** Trials, then finalists; steps where there is no sweep. */
  readonly total: number;
  readonly done: number;
  readonly best: { readonly trial: number; readonly value: number } | undefined;
  /** Objective of each trial in the order of their ends; undefined for one that has none. */
  readonly values: ReadonlyArray<number | undefined>;
  readonly steps: {
    readonly run: number;
    readonly cached: number;
    readonly failed: number;
    readonly infeasible: number;
  };
  /** Steps running now, with the last epoch of each. */
  readonly running: ReadonlyMap<
    string,
    { readonly epoch: number; readonly scalars: Readonly<Record<string, number>> }
  >;
  readonly last: { readonly trial: Trial } | undefined;
}

export const startProgress = (objective: Objective | undefined, total: number): Progress => ({
  objective,
  total,
  done: 0,
  best: undefined,
  values: [],
  steps: { run: 0, cached: 0, failed: 0, infeasible: 0 },
  running: new Map(),
  last: undefined,
});

const without = (running: Progress["running"], step: string) =>
  new Map([...running].filter(([name]) => name !== step));

/** Progress after a step's event. */
export const onStep = (progress: Progress, event: StepEvent): Progress => {
  const { steps, running } = progress;
  switch (event._tag) {
    case "Started":
      return { ...progress, running: new Map([...running, [event.step, { epoch: 0, scalars: {} }]]) };
    case "Epoch":
      return {
        ...progress,
        running: new Map([...running, [event.step, { epoch: event.epoch, scalars: event.scalars }]]),
      };
    case "Cached":
      return { ...progress, steps: { ...steps, cached: steps.cached + 1 } };
    case "Finished": {
      const infeasible = steps.infeasible + (event.status === "infeasible" ? 1 : 0);
      return {
        ...progress,
        running: without(running, event.step),
        steps: { ...steps, run: steps.run + 1, infeasible },
      };
    }
    case "Failed":
      return {
        ...progress,
        running: without(running, event.step),
        steps: { ...steps, failed: steps.failed + 1 },
      };
    case "Retried":
      return { ...progress, running: without(running, event.step) };
    case "Skipped":
      return progress;
  }
};

/** Progress after a trial ended. */
export const onTrial = (progress: Progress, trial: Trial): Progress => {
  const value = trial.objective;
  const sign = progress.objective?.direction === "minimize" ? -1 : 1;
  const better =
    value !== undefined && (progress.best === undefined || sign * (value - progress.best.value) > 0);
  return {
    ...progress,
    done: progress.done + 1,
    best: better ? { trial: trial.number, value } : progress.best,
    values: [...progress.values, value],
    last: { trial },
  };
};
