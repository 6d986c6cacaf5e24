/** @jsxImportSource preact */
import type { VNode } from "preact";
import { render } from "preact-render-to-string";
import { describe, expect, it } from "vitest";
import { ConfusionChart } from "../src/charts/ConfusionChart.tsx";
import { CurvesChart, outsideCurves } from "../src/charts/CurvesChart.tsx";
import { spread } from "../src/charts/EndLabels.tsx";
import { curveOf, fanOf } from "../src/charts/fanOf.ts";
import { bestSoFar, HistoryChart, outsideHistory } from "../src/charts/HistoryChart.tsx";
import { LayersChart } from "../src/charts/LayersChart.tsx";
import { LossChart } from "../src/charts/LossChart.tsx";
import { ParallelChart } from "../src/charts/ParallelChart.tsx";
import { PipelineChart } from "../src/charts/PipelineChart.tsx";
import { packCurves } from "../src/charts/packedCurves.ts";
import { QualityChart } from "../src/charts/QualityChart.tsx";
import { robustRange } from "../src/charts/robustRange.ts";
import { SlicesChart } from "../src/charts/SlicesChart.tsx";
import { unpackCurves } from "../src/client/unpackCurves.ts";
import type { StudyInput, TrialInput } from "../src/index.ts";
import { rankTrials, studyFacts } from "../src/studyFacts.ts";
import { sampleCurve, sampleRun, sampleStudy } from "./sampleStudy.ts";

const count = (svg: string, pattern: RegExp): number => svg.match(pattern)?.length ?? 0;

const history = ({ trials, objective }: StudyInput) => <HistoryChart trials={trials} objective={objective} />;
const slices = (input: StudyInput) => <SlicesChart {...input} top={studyFacts(input).top} />;
const parallel = (input: StudyInput) => <ParallelChart {...input} top={studyFacts(input).top} />;
const curves = (input: StudyInput) => (
  <CurvesChart
    metric="validation.accuracy"
    worse="low"
    curves={input.trials
      .map((trial) => curveOf(trial, "validation.accuracy"))
      .filter(({ points }) => points.length)}
    ranked={rankTrials(input.trials, input.objective)}
  />
);

const study = (trials: ReadonlyArray<TrialInput>): StudyInput => ({ ...sampleStudy({ trials: 2 }), trials });
const full = sampleStudy({ trials: 40 });
const succeeded = full.trials.filter(({ state }) => state === "succeeded");
const infeasible = full.trials.filter(({ state }) => state === "infeasible");

const drawings: Record<string, VNode> = {};
for (const [name, draw] of Object.entries({ history, slices, parallel, curves })) {
  drawings[`${name}, 40 trials`] = draw(full);
  drawings[`${name}, one trial`] = draw(study(succeeded.slice(0, 1)));
  drawings[`${name}, none completed`] = draw(study(infeasible.slice(0, 3)));
  drawings[`${name}, no trials`] = draw(study([]));
}
const run = sampleRun();
drawings.loss = <LossChart id="a" curve={sampleCurve(10, 0.9, 1)} />;
drawings["loss, one epoch"] = <LossChart id="a" curve={sampleCurve(1, 0.9, 1)} />;
drawings["loss, no epoch"] = <LossChart id="a" curve={[]} />;
drawings.quality = <QualityChart id="b" curve={sampleCurve(10, 0.9, 1)} />;
drawings["quality, one epoch"] = <QualityChart id="b" curve={sampleCurve(1, 0.9, 1)} />;
drawings["quality, no epoch"] = <QualityChart id="b" curve={[]} />;
drawings.confusion = (
  <ConfusionChart
    id="c"
    confusion={{
      labels: ["<b>", '"cat"'],
      counts: [
        [9, 1],
        [0, 0],
      ],
    }}
  />
);
drawings.layers = <LayersChart id="d" layers={full.best?.layers ?? []} />;
drawings["layers, none"] = <LayersChart id="d" layers={[]} />;
const fading = Array.from({ length: 12 }, (_, depth) => ({
  name: `layers.${depth}`,
  weightStd: 0,
  activationMean: 0.1,
  activationStd: 10 ** -depth,
  preactivationStd: depth === 3 ? null : 10 ** -depth,
  gradientStd: depth === 5 ? 0 : 10 ** (depth - 12),
  zeroShare: 0.5,
  deadShare: null,
  saturatedShare: depth / 12,
}));
drawings["layers, a signal that fades"] = <LayersChart id="d" layers={fading} />;
drawings["layers, one"] = <LayersChart id="d" layers={fading.slice(0, 1)} />;
drawings.pipeline = <PipelineChart steps={run.steps} />;

describe.each(Object.entries(drawings))("%s", (_, drawing) => {
  const svg = render(drawing);
  it("is a named picture with finite places, inside its frame's width", () => {
    expect(svg).toMatch(/^<svg[^>]* role="img" aria-labelledby="(\S+)-title \1-desc"/);
    expect(svg).toMatch(/<title id="\S+-title">[^<]+<\/title><desc id="\S+-desc">[^<]+<\/desc>/);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    const width = Number(/viewBox="0 0 (\d+) /.exec(svg)?.[1]);
    for (const [, x] of svg.matchAll(/ c?x="([^"]+)"/g)) {
      expect(Number(x)).toBeGreaterThanOrEqual(0);
      expect(Number(x)).toBeLessThanOrEqual(width);
    }
  });
  it("stands without CSS: each mark has a paint of its own or of its group", () => {
    for (const [mark] of svg.matchAll(/<(?:line|rect) [^>]*>/g)) expect(mark).toMatch(/(fill|stroke)="#/);
    for (const [mark] of svg.matchAll(/<text [^>]*>/g)) expect(mark).toMatch(/fill="#/);
  });
});

describe("history", () => {
  it("is drawn so (golden)", () => {
    const three = study(
      [0.9, 0.85, 0.95].map((objective, number) => ({ ...succeeded[0]!, number, objective })),
    );
    expect(render(history(three))).toMatchSnapshot();
  });
  it("has a mark for every trial and one line", () => {
    const svg = render(history(full));
    const marks =
      count(svg, /<circle cx/g) + count(svg, /<path class="k-(?:bad|mut)"/g) + count(svg, /z" fill="none"/g);
    expect(marks).toBe(full.trials.length);
  });
  it("steps only where the best gets better, in both directions", () => {
    const trials = [3, 1, 2, 0.5].map((objective, number) => ({ ...succeeded[0]!, number, objective }));
    expect(bestSoFar({ trials, objective: { direction: "maximize", path: "x" } })).toEqual([[0, 3]]);
    expect(bestSoFar({ trials, objective: { direction: "minimize", path: "x" } })).toEqual([
      [0, 3],
      [1, 1],
      [3, 0.5],
    ]);
  });
  it("holds a diverged trial at the edge and counts it", () => {
    const objective = { direction: "minimize", path: "train.validation.loss" } as const;
    const trials = [0.2, 0.3, 0.25, 0.22, 0.28, 1e6].map((value, number) => ({
      ...succeeded[0]!,
      number,
      objective: value,
    }));
    expect(outsideHistory({ trials, objective })).toBe(1);
    const svg = render(<HistoryChart trials={trials} objective={objective} />);
    expect(count(svg, /z" fill="none"/g)).toBe(1);
    expect(svg).not.toContain(">1e6<");
  });
});

describe("curves", () => {
  it("bands hold the quantiles of the trials that reached the epoch", () => {
    const fan = fanOf([
      {
        number: 0,
        points: [
          [1, 1],
          [2, 5],
        ],
      },
      { number: 1, points: [[1, 3]] },
      { number: 2, points: [[1, 2]] },
    ]);
    expect(fan.map(({ n }) => n)).toEqual([3, 1]);
    expect(fan[0]!.quantiles).toEqual([1.1, 1.5, 2, 2.5, 2.9]);
  });
  it("a diverged curve does not set the scale", () => {
    const calm = Array.from({ length: 9 }, (_, number) => ({
      number,
      points: [[1, 1 + number / 10] as const],
    }));
    const wild = { number: 9, points: [[1, 1e9] as const] };
    expect(outsideCurves({ curves: [...calm, wild], worse: "high" })).toBe(1);
  });
  it("labels at line ends keep apart and inside", () => {
    const placed = spread(
      [100, 100.5, 101, 230].map((y) => ({ text: String(y), y, token: "s0" as const })),
      232,
    ).map(({ y }) => y);
    for (let i = 1; i < placed.length; i++) expect(placed[i]! - placed[i - 1]!).toBeGreaterThanOrEqual(13);
    expect(Math.max(...placed)).toBeLessThanOrEqual(232);
  });
  it("come back from their packed form within one level, thinned to 100 epochs with both ends", () => {
    const points = Array.from({ length: 250 }, (_, index) => [index + 1, index / 249] as const);
    const packed = packCurves(
      [
        { number: 4, points },
        { number: 2, points: points.slice(0, 1) },
      ],
      [0, 1],
    );
    const frame = {
      width: 586,
      height: 270,
      box: { left: 0, right: 100, top: 0, bottom: 100 },
      epochs: [1, 250],
      values: [0, 1],
    } as const;
    const [worst, best] = unpackCurves({ metric: "m", share: true, frame, order: [2, 4], curves: packed });
    expect(worst).toMatchObject({ trial: 2, points: [{ epoch: 1 }] });
    expect(best!.points).toHaveLength(100);
    expect([best!.points[0]!.epoch, best!.points.at(-1)!.epoch]).toEqual([1, 250]);
    for (const { epoch, value } of best!.points) expect(value).toBeCloseTo((epoch - 1) / 249, 4);
  });
});

describe("robust range", () => {
  it("keeps the better side whole and fences the worse", () => {
    expect(robustRange([1, 2, 3, 4, 100], "high")).toEqual([1, 7]);
    expect(robustRange([1, 2, 3, 4, 100], "low")).toEqual([1, 100]);
    expect(robustRange([5], "low")).toEqual([5, 5]);
    expect(robustRange([], "low")).toBeUndefined();
  });
});

describe("slices and parallel coordinates", () => {
  it("marks the best tenth, and only it", () => {
    const top = studyFacts(full).top.size;
    expect(count(render(parallel(full)), /class="par on"/g)).toBe(top);
    expect(count(render(parallel(full)), /data-trial=/g)).toBe(succeeded.length);
  });
  it("puts log ranges on decades and keeps end labels inside their panel", () => {
    const svg = render(slices(full));
    expect(svg).toContain(">1e-5<");
    expect(svg).toMatch(/text-anchor="start">1e-6</);
    expect(svg).toMatch(/text-anchor="end">0.1</);
  });
  it("leaves out a trial in which the hyperparameter does not count", () => {
    const [first, ...rest] = succeeded;
    const without = study([{ ...first!, assignment: {} }, ...rest]);
    const dots = (input: StudyInput) => count(render(slices(input)), /<circle /g);
    expect(dots(study(succeeded)) - dots(without)).toBeGreaterThan(0);
  });
});

describe("confusion", () => {
  it("shows per cent of the true class, and nothing for 0", () => {
    const svg = render(drawings.confusion!);
    expect(svg).toContain(">90<");
    expect(svg).toContain(">10<");
    expect(svg).toContain("&lt;b");
  });
  it("drops the figures where cells are small", () => {
    const labels = Array.from({ length: 60 }, (_, index) => `class ${index}`);
    const counts = labels.map((_, row) => labels.map((_, column) => (row === column ? 5 : 0)));
    expect(render(<ConfusionChart id="c" confusion={{ labels, counts }} />)).not.toContain(">100<");
  });
});

it("layers: a fading signal has decades on its axis, and what no layer tells has no label", () => {
  const svg = render(drawings["layers, a signal that fades"]!);
  expect(svg).toMatch(/>1e-\d+</);
  expect(svg).toContain(">saturated<");
  expect(svg).not.toContain(">dead<");
});
