import { StepEvent } from "@attune/core";
import type { Trial } from "@attune/search";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { duration, figure, sparkline } from "../src/progress/figures.ts";
import {
  onFinalists,
  onRepeat,
  onStep,
  onTrial,
  type Progress,
  rateOf,
  startProgress,
  timeLeft,
} from "../src/progress/Progress.ts";
import { renderTable, renderTrial } from "../src/progress/render.ts";
import { lineWidth, plainText } from "../src/terminal/Line.ts";

const objective = { direction: "maximize", step: "train", metric: "validation.accuracy" } as const;
const { Started, Epoch, Cached, Finished, Retried, Failed, Skipped } = StepEvent.cases;

const at = (step: string) => ({ step, name: step });
const started = (step: string, until = 0) => Started.make({ ...at(step), attempt: 1, until });
const epoch = (step: string, number: number) =>
  Epoch.make({
    ...at(step),
    epoch: number,
    scalars: { "train.loss": 0.25, "train.penalty": 1, "validation.accuracy": 0.9 },
  });
const finished = (step: string, status = "succeeded") =>
  Finished.make({ ...at(step), status, durationMillis: 1 });

const trial = (number: number, value?: number): Trial => ({
  number,
  assignment: {},
  state: value === undefined ? "infeasible" : "succeeded",
  ...(value === undefined ? {} : { objective: value }),
  epochs: 1,
  findings: value === undefined ? ["SAN004"] : [],
});

/** Progress after events, each a second after the one before. */
const after = (progress: Progress, events: ReadonlyArray<StepEvent>): Progress =>
  events.reduce((before, event, i) => onStep(before, event, (i + 1) * 1000), progress);

describe("figures", () => {
  it.each([
    [0, "0"],
    [0.95312, "0.9531"],
    [12345.678, "12350"],
    [0.00012345, "1.23e-4"],
    [-0.5, "-0.5"],
    [1234567, "1.23e+6"],
  ])("figure %d is %s", (value, text) => expect(figure(value)).toBe(text));

  it.each([
    [0, "0s"],
    [59_400, "59s"],
    [59_600, "1m 0s"],
    [200_000, "3m 20s"],
    [3_599_900, "1h 0m"],
    [7_500_000, "2h 5m"],
  ])("%d ms are %s", (millis, text) => expect(duration(millis)).toBe(text));

  it("a sparkline spans the extremes of what it shows, with gaps", () => {
    expect(sparkline([9, 0, 1, undefined, 2], 4)).toBe("▁▅·█");
    expect(sparkline([1, 1], 4)).toBe("▁▁");
    expect(sparkline([undefined], 4)).toBe("·");
  });
});

describe("progress", () => {
  it("counts steps by state", () => {
    const progress = after(startProgress(objective, 3), [
      started("a"),
      finished("a"),
      started("b"),
      finished("b", "infeasible"),
      Cached.make({ ...at("c"), status: "infeasible" }),
      started("d"),
      Retried.make({ ...at("d"), attempt: 1, reason: "" }),
      started("d"),
      Failed.make({ ...at("d"), reason: "" }),
      Skipped.make({ ...at("e"), because: "d" }),
      started("f"),
    ]);
    expect(progress.steps).toEqual({ run: 2, cached: 1, infeasible: 2, failed: 1, skipped: 1 });
    expect([...progress.running.keys()]).toEqual(["f"]);
    expect(progress.done).toBe(0); // a sweep counts trials
  });

  it("of a run counts every step that ended, and tells the time left by its epochs", () => {
    const progress = after(startProgress(undefined, 4), [
      Cached.make({ ...at("init"), status: "succeeded" }),
      started("train", 20), // after 2 s
      epoch("train", 11), // continues after 10
      epoch("train", 12), // after 4 s: a second an epoch
    ]);
    expect(progress.done).toBe(1);
    expect(timeLeft(progress, 4000)).toBe(8000);
    expect(after(progress, [finished("train"), Skipped.make({ ...at("evaluate"), because: "x" })]).done).toBe(
      3,
    );
  });

  it("keeps the best in the objective's direction", () => {
    const values = [0.5, 0.9, undefined, 0.7];
    const of = (direction: "maximize" | "minimize") =>
      values.reduce<Progress>(
        (progress, value, i) => onTrial(progress, trial(i, value), i),
        startProgress({ ...objective, direction }, 4),
      ).best;
    expect(of("maximize")).toEqual({ trial: 1, value: 0.9 });
    expect(of("minimize")).toEqual({ trial: 0, value: 0.5 });
  });

  it("measures the rate over the last units, and leaves out what the cache gave at first", () => {
    let progress = startProgress(objective, 30);
    for (let i = 0; i < 10; i++) progress = onTrial(progress, trial(i, 0.5), 10);
    expect(rateOf(progress, 20)).toBeUndefined();
    progress = onStep(progress, started("trial 10/train"), 10);
    for (let i = 0; i < 4; i++) progress = onTrial(progress, trial(10 + i, 0.5), 10 + (i + 1) * 500);
    expect(rateOf(progress, 2010)).toBe(4 / 2000);
    expect(timeLeft(progress, 2010)).toBe(16 * 500);
    const finals = onFinalists(progress, 2);
    expect(finals.total).toBe(16);
    expect(timeLeft(onRepeat(onRepeat(finals, 3000), 3000), 3000)).toBeUndefined();
  });
});

describe("the table", () => {
  const busy = (running: number): Progress => {
    let progress = onStep(startProgress(objective, 120), started("trial 0/train"), 0);
    for (let i = 0; i < 100; i++) {
      progress = onStep(
        progress,
        finished(`trial ${i}/train`, i % 9 === 0 ? "infeasible" : "succeeded"),
        i * 300,
      );
      progress = onTrial(progress, trial(i, i % 9 === 0 ? undefined : Math.sin(i)), i * 300);
    }
    progress = onStep(progress, Failed.make({ ...at("x"), reason: "crashed" }), 0);
    for (let i = 0; i < running; i++) {
      progress = onStep(progress, started(`trial ${100 + i}/train`, 20), 0);
      progress = onStep(progress, epoch(`trial ${100 + i}/train`, i + 1), 0);
    }
    return progress;
  };

  it("says it all at 120 columns", () => {
    const text = renderTable(busy(2), 30_000, { columns: 120, rows: 24 }).map(plainText);
    expect(text[0]).toMatch(/^█+░+ 100\/120 trials {2}7s left {2}30s elapsed {2}185 a minute$/);
    expect(text[1]).toMatch(/^best validation.accuracy 0.9\d+ \(trial \d+\)$/);
    expect(text[2]).toMatch(/^trend -\S+ [▁-█·]+ 0.\d+$/);
    expect(text[3]).toBe("steps ✓ 100 run  = 0 cached  ▸ 2 running  ✕ 1 failed  ! 12 infeasible");
    expect(text[4]).toBe("▸ trial 100/train  epoch  1/20  validation.accuracy 0.9  train.loss 0.25");
    expect(text).toHaveLength(6);
  });

  it("counts the running steps that have no room", () => {
    const text = renderTable(busy(9), 1, { columns: 80, rows: 24 }).map(plainText);
    expect(text).toHaveLength(10);
    expect(text.at(-1)).toBe("  … and 4 more");
  });

  it("never exceeds the terminal, from 20 to 200 columns", () => {
    for (const progress of [startProgress(objective, 9), startProgress(undefined, 4), busy(1), busy(9)]) {
      for (let columns = 20; columns <= 200; columns++) {
        for (const rows of [2, 5, 8, 40]) {
          const lines = renderTable(progress, 30_000, { columns, rows });
          expect(Math.max(...lines.map(lineWidth))).toBeLessThanOrEqual(columns);
          expect(lines.length).toBeLessThan(Math.max(2, rows));
        }
      }
    }
  });

  it("holds for any sizes and counts", () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 20 }),
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 60 }),
        fc.nat({ max: 1e9 }),
        (running, columns, rows, now) => {
          const lines = renderTable(busy(running), now, { columns, rows });
          expect(lines.every((line) => lineWidth(line) <= columns)).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("is a line a trial where there is no terminal", () => {
    const progress = onTrial(onTrial(startProgress(objective, 4), trial(0, 0.5), 1000), trial(1), 2000);
    expect(renderTrial(progress, 2000)).toBe(
      "trial 1  infeasible SAN004  2/4  best validation.accuracy 0.5 (trial 0)  2s elapsed",
    );
  });
});
