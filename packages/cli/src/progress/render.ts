/** Progress as lines of text. */
import { duration, figure, sparkline } from "./figures.ts";
import type { Progress } from "./Progress.ts";

const rateAndRest = (progress: Progress, elapsedMillis: number): string => {
  if (progress.done === 0 || elapsedMillis === 0) return "";
  const perMinute = (progress.done / elapsedMillis) * 60_000;
  const left = ((progress.total - progress.done) * elapsedMillis) / progress.done;
  return `${figure(Number(perMinute.toPrecision(3)))} a minute  ${duration(left)} left`;
};

const bestText = ({ best, objective }: Progress): string =>
  best && objective ? `best ${objective.metric} ${figure(best.value)} (trial ${best.trial})` : "";

const bar = (done: number, total: number, width: number): string => {
  const filled = total === 0 ? 0 : Math.min(width, Math.round((done / total) * width));
  return `${"█".repeat(filled)}${"░".repeat(width - filled)}`;
};

const cut = (line: string, width: number): string =>
  line.length <= width ? line : `${line.slice(0, width - 1)}…`;

const joined = (parts: ReadonlyArray<string>): string => parts.filter((part) => part !== "").join("  ");

/** Rows of the live table that show running steps; more are counted. */
const RUNNING_ROWS = 6;

/** The live table, every line at most `width` characters. */
export const renderTable = (
  progress: Progress,
  elapsedMillis: number,
  width: number,
): ReadonlyArray<string> => {
  const { done, total, steps, running, values, objective } = progress;
  const unit = objective ? "trials" : "steps";
  const counts = [
    `${steps.run} run`,
    `${steps.cached} cached`,
    ...(steps.infeasible > 0 ? [`${steps.infeasible} infeasible`] : []),
    ...(steps.failed > 0 ? [`${steps.failed} failed`] : []),
  ];
  const rows = [...running].map(([step, { epoch, scalars }]) => {
    const shown = Object.entries(scalars).filter(
      ([name]) => name === "train.loss" || name.startsWith("validation."),
    );
    return joined([
      `  ${step}`,
      epoch > 0 ? `epoch ${epoch}` : "",
      ...shown.map(([name, value]) => `${name} ${figure(value)}`),
    ]);
  });
  const more = rows.length - RUNNING_ROWS;
  return [
    joined([
      bar(done, total, Math.min(24, Math.max(8, width - 50))),
      `${done}/${total} ${unit}`,
      rateAndRest(progress, elapsedMillis),
    ]),
    joined([
      bestText(progress),
      values.some((value) => value !== undefined) ? sparkline(values, Math.max(8, width - 60)) : "",
    ]),
    joined(["steps:", counts.join(", ")]),
    ...rows.slice(0, RUNNING_ROWS),
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ]
    .filter((line) => line !== "")
    .map((line) => cut(line, width));
};

/** One line for the trial that ended last. */
export const renderTrial = (progress: Progress, elapsedMillis: number): string => {
  const trial = progress.last?.trial;
  if (!trial) return "";
  const result =
    trial.objective === undefined
      ? joined([trial.state, trial.findings.join(" ")])
      : `${progress.objective?.metric ?? "objective"} ${figure(trial.objective)}`;
  return joined([
    `trial ${trial.number}`,
    result,
    `${progress.done}/${progress.total}`,
    bestText(progress),
    rateAndRest(progress, elapsedMillis),
  ]);
};
