/** What the store keeps of a run, to find it by and to compare it by. */
import { type Experiment, type Metrics, type Plan, type RunRecord, resolvedSettings } from "@attune/core";
import { mean } from "@attune/search";
import type { RanStep, StudyResult } from "@attune/sweep";

/** `<step>.<metric>` of the steps that came to an outcome. */
const metricsOf = (steps: ReadonlyArray<RanStep>): Metrics =>
  Object.fromEntries(
    steps.flatMap(({ planned, state }) =>
      state._tag === "Done"
        ? Object.entries(state.outcome.metrics).map(([name, value]) => [`${planned.id}.${name}`, value])
        : [],
    ),
  );

export const runRecord = (experiment: Experiment, plan: Plan, steps: ReadonlyArray<RanStep>): RunRecord => ({
  metrics: metricsOf(steps),
  settings: resolvedSettings(experiment, plan.configuration),
  steps: plan.steps.map(({ id, key, name }) => ({ step: id, key, name })),
});

/** Of a sweep: the winner, with the means over its repeats of what was measured on the test set. */
export const studyRecord = (
  experiment: Experiment,
  { trials, finalists, winner }: StudyResult,
): RunRecord | undefined => {
  const best = trials.find(({ record }) => record.number === winner);
  if (best?.plan === undefined) return undefined;
  const record = runRecord(experiment, best.plan, best.steps);
  const repeats = finalists
    .filter(({ trial }) => trial === winner)
    .map(({ ran }) => metricsOf(ran.steps.filter(({ planned }) => planned.kind.readsTest)));
  const names = [...new Set(repeats.flatMap((metrics) => Object.keys(metrics)))];
  const means = names.map((name) => [name, mean(repeats.flatMap((metrics) => metrics[name] ?? []))]);
  return { ...record, metrics: { ...record.metrics, ...Object.fromEntries(means) } };
};
