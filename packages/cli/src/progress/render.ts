/** Progress as lines for a terminal. */
import { cutLine, fitLine, type Line, lineWidth, span } from "../terminal/Line.ts";
import { duration, figure, sparkline } from "./figures.ts";
import { type Progress, type RunningStep, rateOf, timeLeft } from "./Progress.ts";

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

const text = (value: string): Line => [span(value)];

/** Rate, time since the start and time left, as far as they are known. */
const timesOf = (progress: Progress, now: number): ReadonlyArray<string> => {
  const left = timeLeft(progress, now);
  const rate = progress.objective === undefined ? undefined : rateOf(progress, now);
  return [
    ...(left === undefined ? [] : [`${duration(left)} left`]),
    `${duration(now)} elapsed`,
    ...(rate === undefined ? [] : [`${figure(Number((rate * 60_000).toPrecision(3)))} a minute`]),
  ];
};

const bestText = ({ best, objective }: Progress): string =>
  best && objective ? `best ${objective.metric} ${figure(best.value)} (trial ${best.trial})` : "";

const bar = (done: number, total: number, width: number): Line => {
  const filled = total === 0 ? 0 : Math.min(width, Math.round((done / total) * width));
  return [span("█".repeat(filled), "good"), span("░".repeat(width - filled), "quiet")];
};

/** Steps by state. A sign and a word each, so that the colour can be missing. */
const stepCounts = ({ steps, running }: Progress): ReadonlyArray<Line> => [
  [span("steps ", "quiet"), span(`✓ ${steps.run} run`, "good")],
  [span(`= ${steps.cached} cached`, "quiet")],
  ...(running.size > 0 ? [[span(`▸ ${running.size} running`, "strong")]] : []),
  ...(steps.failed > 0 ? [[span(`✕ ${steps.failed} failed`, "bad")]] : []),
  ...(steps.infeasible > 0 ? [[span(`! ${steps.infeasible} infeasible`, "warning")]] : []),
  ...(steps.skipped > 0 ? [[span(`- ${steps.skipped} skipped`, "quiet")]] : []),
];

/** Columns beside the trend's bars: its name and two figures. */
const TREND_TEXT = 28;

/** The objective of the last trials in the order of their ends, between its extremes. */
const trend = ({ values, objective }: Progress, width: number): Line => {
  const room = width - TREND_TEXT;
  const shown = values.slice(-Math.max(1, room));
  const known = shown.filter((value) => value !== undefined);
  if (known.length < 2 || room < 4 || !objective) return [];
  const [low, high] = [figure(Math.min(...known)), figure(Math.max(...known))];
  return [span("trend ", "quiet"), span(`${low} `), span(sparkline(shown, room), "good"), span(` ${high}`)];
};

const isShown = (name: string) => name === "train.loss" || name.startsWith("validation.");

const runningLine = (
  step: string,
  state: RunningStep,
  { objective }: Progress,
  nameWidth: number,
  width: number,
): Line => {
  const { epoch, until, scalars } = state;
  const wanted = until > 0 ? `/${until}` : "";
  const epochs = epoch > 0 ? `epoch ${String(epoch).padStart(String(until).length)}${wanted}` : "";
  const first = (name: string) => (name === objective?.metric ? 0 : 1);
  const figures = Object.entries(scalars)
    .filter(([name]) => isShown(name))
    .sort(([a], [b]) => first(a) - first(b))
    .map(([name, value]) => text(`${name} ${figure(value)}`));
  return fitLine([text(`▸ ${step.padEnd(nameWidth)}`), text(epochs), ...figures], width);
};

/** Most rows of running steps; more are counted. */
const RUNNING_ROWS = 6;

const runningLines = (progress: Progress, width: number, rows: number): ReadonlyArray<Line> => {
  const all = [...progress.running];
  const shown = all.slice(0, Math.max(0, all.length > rows ? rows - 1 : rows));
  const nameWidth = Math.max(0, ...shown.map(([step]) => step.length));
  const more = all.length - shown.length;
  return [
    ...shown.map(([step, state]) => runningLine(step, state, progress, nameWidth, width)),
    ...(more > 0 && rows > 0 ? [cutLine([span(`  … and ${more} more`, "quiet")], width)] : []),
  ];
};

/** The live table, every line within the columns, all of them within the rows. */
export const renderTable = (
  progress: Progress,
  now: number,
  { columns, rows }: Size,
): ReadonlyArray<Line> => {
  const { done, total, objective } = progress;
  const counted = `${done}/${total} ${objective ? "trials" : "steps"}`;
  const barWidth = Math.min(24, Math.max(8, columns - 56));
  const best = bestText(progress);
  const head = [
    fitLine(
      [
        [...bar(done, total, Math.min(barWidth, columns)), span(` ${counted}`, "strong")],
        ...timesOf(progress, now).map(text),
      ],
      columns,
    ),
    best === "" ? [] : cutLine([span(best, "good")], columns),
    trend(progress, columns),
    fitLine(stepCounts(progress), columns),
  ].filter((line) => lineWidth(line) > 0);
  const left = Math.max(0, rows - 1 - head.length);
  return [...head, ...runningLines(progress, columns, Math.min(RUNNING_ROWS, left))].slice(
    0,
    Math.max(1, rows - 1),
  );
};

/** One line for the trial that ended last, for where there is no terminal. */
export const renderTrial = (progress: Progress, now: number): string => {
  const trial = progress.last?.trial;
  if (!trial) return "";
  const result =
    trial.objective === undefined
      ? [trial.state, ...trial.findings].join(" ")
      : `${progress.objective?.metric ?? "objective"} ${figure(trial.objective)}`;
  const parts = [`trial ${trial.number}`, result, `${progress.done}/${progress.total}`, bestText(progress)];
  return [...parts, ...timesOf(progress, now)].filter((part) => part !== "").join("  ");
};
