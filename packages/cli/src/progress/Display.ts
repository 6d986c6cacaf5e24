/** Shows progress: a live table on a terminal, plain lines elsewhere, one event a line with `--json`. */
import { StepEvent } from "@attune/core";
import type { Trial } from "@attune/search";
import type { Objective } from "@attune/sweep";
import * as Schema from "effect/Schema";
import { onStep, onTrial, type Progress, startProgress } from "./Progress.ts";
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

const encodeEvent = Schema.encodeSync(StepEvent);

/** A table that is drawn over itself, at most ten times a second. */
const makeTable = (out: NodeJS.WriteStream) => {
  let drawn = 0;
  return (lines: ReadonlyArray<string>) => {
    const up = drawn > 0 ? `\x1b[${drawn}A` : "";
    out.write(`${up}\x1b[0J${lines.join("\n")}\n`);
    drawn = lines.length;
  };
};

export const makeDisplay = ({ objective, total, json }: DisplayOptions): Display => {
  const started = performance.now();
  const elapsed = () => performance.now() - started;
  let progress: Progress = startProgress(objective, total);
  if (json) {
    const print = (value: object) => process.stdout.write(`${JSON.stringify(value)}\n`);
    return {
      onStep: (event) => print(encodeEvent(event)),
      onTrial: (trial) => print({ _tag: "Trial", ...trial }),
      onFinalists: (count) => print({ _tag: "Finalists", count }),
      onRepeat: () => undefined,
      stop: () => undefined,
    };
  }
  const live = process.stdout.isTTY;
  const draw = makeTable(process.stdout);
  const redraw = () => draw(renderTable(progress, elapsed(), process.stdout.columns || 80));
  const timer = live ? setInterval(redraw, 100) : undefined;
  return {
    onStep: (event) => {
      progress = onStep(progress, event);
      if (objective === undefined && (event._tag === "Finished" || event._tag === "Cached")) {
        progress = { ...progress, done: progress.done + 1 };
        if (!live) console.log(`${event.step}  ${event._tag === "Cached" ? "cached" : event.status}`);
      }
      if (live) return;
      if (event._tag === "Failed") console.log(`${event.step}  failed: ${event.reason}`);
      if (event._tag === "Retried") console.log(`${event.step}  tried again: ${event.reason}`);
    },
    onTrial: (trial) => {
      progress = onTrial(progress, trial);
      if (!live) console.log(renderTrial(progress, elapsed()));
    },
    onFinalists: (count) => {
      if (!live && count > 0) console.log(`the best again on fresh seeds: ${count} runs`);
    },
    onRepeat: () => {
      progress = { ...progress, done: progress.done + 1 };
    },
    stop: () => {
      clearInterval(timer);
      if (live) redraw();
    },
  };
};
