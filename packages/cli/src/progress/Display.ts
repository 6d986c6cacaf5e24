/** Shows progress: a live table on a terminal, plain lines elsewhere, one event a line with `--json`. */
import type { StepEvent } from "@attune/core";
import type { Trial } from "@attune/search";
import type { Objective } from "@attune/sweep";
import { liveTable } from "../terminal/liveTable.ts";
import { wantsColours } from "../terminal/paint.ts";
import { onFinalists, onRepeat, onStep, onTrial, type Progress, startProgress } from "./Progress.ts";
import { renderTable, renderTrial } from "./render.ts";

export interface Display {
  readonly onStep: (event: StepEvent) => void;
  readonly onTrial: (trial: Trial) => void;
  readonly onFinalists: (count: number) => void;
  readonly onRepeat: () => void;
  /** Leaves the last screen readable. */
  readonly stop: () => void;
}

export interface DisplayOptions {
  readonly objective: Objective | undefined;
  readonly total: number;
  readonly json: boolean;
}

const makeJson = (): Display => {
  // what happens at once is written at once: the epochs of a fast training come together
  let waiting = "";
  const flush = () => {
    if (waiting !== "") process.stdout.write(waiting);
    waiting = "";
  };
  const print = (value: object) => {
    if (waiting === "") setImmediate(flush);
    waiting += `${JSON.stringify(value)}\n`;
  };
  return {
    onStep: (event) => print(event),
    onTrial: (trial) => print({ _tag: "Trial", ...trial }),
    onFinalists: (count) => print({ _tag: "Finalists", count }),
    onRepeat: () => undefined,
    stop: flush,
  };
};

const stepLine = (event: StepEvent): string | undefined => {
  switch (event._tag) {
    case "Finished":
      return `${event.step}  ${event.status}`;
    case "Cached":
      return `${event.step}  cached`;
    case "Skipped":
      return `${event.step}  skipped`;
    default:
      return undefined;
  }
};

/** Follows the progress; `show` is called after each change with what there is to say of it in a line. */
const follow = (
  { objective, total }: DisplayOptions,
  show: (progress: Progress, now: number, line: string | undefined) => void,
): Omit<Display, "stop"> & { readonly now: () => void } => {
  const started = performance.now();
  let progress = startProgress(objective, total);
  const change = (
    next: (before: Progress, now: number) => Progress,
    line?: (after: Progress, now: number) => string | undefined,
  ) => {
    const now = performance.now() - started;
    progress = next(progress, now);
    show(progress, now, line?.(progress, now));
  };
  return {
    onStep: (event) =>
      change(
        (before, now) => onStep(before, event, now),
        () => {
          if (event._tag === "Failed") return `${event.step}  failed: ${event.reason}`;
          if (event._tag === "Retried") return `${event.step}  tried again: ${event.reason}`;
          return objective === undefined ? stepLine(event) : undefined;
        },
      ),
    onTrial: (trial) => change((before, now) => onTrial(before, trial, now), renderTrial),
    onFinalists: (count) =>
      change(
        (before) => onFinalists(before, count),
        () => (count > 0 ? `the best again on fresh seeds: ${count} runs` : undefined),
      ),
    onRepeat: () => change(onRepeat),
    now: () => change((before) => before),
  };
};

/** Milliseconds between two drawings: the clock in the table runs on where nothing happens. */
const REDRAW_MILLIS = 100;

const makeLive = (options: DisplayOptions): Display => {
  const out = process.stdout;
  const draw = liveTable(
    { write: (text) => void out.write(text), columns: () => out.columns || 80 },
    wantsColours(out, process.env),
  );
  let drawing = false;
  const { now, ...followed } = follow(options, (progress, at) => {
    if (drawing) draw(renderTable(progress, at, { columns: out.columns || 80, rows: out.rows || 24 }));
  });
  const redraw = () => {
    drawing = true;
    now();
    drawing = false;
  };
  const timer = setInterval(redraw, REDRAW_MILLIS);
  out.on("resize", redraw);
  return {
    ...followed,
    stop: () => {
      clearInterval(timer);
      out.off("resize", redraw);
      redraw();
    },
  };
};

export const makeDisplay = (options: DisplayOptions): Display => {
  if (options.json) return makeJson();
  if (process.stdout.isTTY && process.env.TERM !== "dumb") return makeLive(options);
  const { now: _, ...followed } = follow(options, (_progress, _now, line) => {
    if (line !== undefined) console.log(line);
  });
  return { ...followed, stop: () => undefined };
};
