/** What a sweep ends with: for a person, and for `--json`. */
import type { StepCounts } from "@attune/core";
import { mean, standardDeviation } from "@attune/search";
import type { StudyResult } from "@attune/sweep";
import { figure } from "./progress/figures.ts";

const finalistsOf = ({ finalists, winner }: StudyResult) => finalists.filter(({ trial }) => trial === winner);

/** DESIGN's summary: the last line of `--json`. */
export const studySummary = (result: StudyResult, steps: StepCounts, report: string) => {
  const best = result.trials.find(({ record }) => record.number === result.winner)?.record;
  const { step, metric, direction } = result.objective;
  return {
    best: best
      ? {
          trial: best.number,
          objective: { path: `${step}.${metric}`, direction, value: best.objective ?? null },
          assignment: best.assignment,
          finalists: finalistsOf(result).map(({ repeat, seed, ran, test }) => ({
            repeat,
            seed,
            objective: ran.record.objective ?? null,
            test,
          })),
        }
      : null,
    steps,
    report,
    journalDigest: result.journalDigest,
  };
};

const spread = (values: ReadonlyArray<number>): string =>
  values.length === 0
    ? "none"
    : values.length === 1
      ? `${figure(mean(values))} (one seed)`
      : `${figure(mean(values))} ± ${figure(standardDeviation(values))} over ${values.length} seeds`;

const finalistLines = (result: StudyResult): ReadonlyArray<string> => {
  const { metric } = result.objective;
  return [...new Set(result.finalists.map(({ trial }) => trial))].map((trial) => {
    const repeats = result.finalists.filter((finalist) => finalist.trial === trial);
    const objective = spread(repeats.flatMap(({ ran }) => ran.record.objective ?? []));
    const metrics = [...new Set(repeats.flatMap(({ test }) => Object.keys(test)))];
    const test = metrics.map(
      (name) => `${name} ${spread(repeats.flatMap((repeat) => repeat.test[name] ?? []))}`,
    );
    return `  trial ${trial}${trial === result.winner ? " (winner)" : ""}  ${[`${metric} ${objective}`, ...test].join("  ")}`;
  });
};

export const studyLines = (
  result: StudyResult,
  counts: StepCounts,
  report: string,
): ReadonlyArray<string> => {
  const best = result.trials.find(({ record }) => record.number === result.winner)?.record;
  const states = (state: string) => result.trials.filter(({ record }) => record.state === state).length;
  const failed = result.trials.filter(({ error }) => error !== undefined);
  return [
    "",
    best
      ? `best    trial ${best.number}: ${result.objective.metric} ${figure(best.objective ?? Number.NaN)}`
      : "best    none: no trial succeeded",
    ...Object.entries(best?.assignment ?? {}).map(
      ([name, value]) => `          ${name}: ${typeof value === "number" ? figure(value) : value}`,
    ),
    ...(result.finalists.length > 0
      ? [
          `finalists, after ${result.trials.length} configurations had been tried on validation data:`,
          ...finalistLines(result),
        ]
      : []),
    ...failed.slice(0, 3).map(({ record, error }) => `failed  trial ${record.number}: ${error}`),
    `trials  ${states("succeeded")} succeeded, ${states("infeasible")} infeasible, ${states("failed")} failed`,
    `steps   ${counts.run} run, ${counts.cached} cached, ${counts.failed} failed`,
    `report  ${report}`,
  ];
};
