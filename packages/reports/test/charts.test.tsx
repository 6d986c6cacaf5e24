/** @jsxImportSource preact */
import { inflateSync } from "node:zlib";
import type { VNode } from "preact";
import { render } from "preact-render-to-string";
import { describe, expect, it } from "vitest";
import { ActivationSpreadChart, spreadAxis } from "../src/charts/ActivationSpreadChart.tsx";
import { BatchLossChart } from "../src/charts/BatchLossChart.tsx";
import { ConfusionChart } from "../src/charts/ConfusionChart.tsx";
import { CurvesChart, outsideCurves } from "../src/charts/CurvesChart.tsx";
import { spread } from "../src/charts/EndLabels.tsx";
import { FiltersChart } from "../src/charts/FiltersChart.tsx";
import { curveOf, fanOf } from "../src/charts/fanOf.ts";
import { GradientNormChart, gradientAxis } from "../src/charts/GradientNormChart.tsx";
import { GradientTraceChart } from "../src/charts/GradientTraceChart.tsx";
import { HistogramChart } from "../src/charts/HistogramChart.tsx";
import { bestSoFar, HistoryChart, outsideHistory } from "../src/charts/HistoryChart.tsx";
import { LayersChart } from "../src/charts/LayersChart.tsx";
import { LossChart } from "../src/charts/LossChart.tsx";
import { ParallelChart } from "../src/charts/ParallelChart.tsx";
import { PipelineChart } from "../src/charts/PipelineChart.tsx";
import { packCurves } from "../src/charts/packedCurves.ts";
import { QualityChart } from "../src/charts/QualityChart.tsx";
import { rebin, sharedRange } from "../src/charts/rebin.ts";
import { robustRange } from "../src/charts/robustRange.ts";
import { SlicesChart } from "../src/charts/SlicesChart.tsx";
import { sharedDomain } from "../src/charts/sharedDomain.ts";
import { shareAxis, UnitSharesChart } from "../src/charts/UnitSharesChart.tsx";
import { ratioAxis, UpdateRatioChart } from "../src/charts/UpdateRatioChart.tsx";
import { growthAxis, WeightNormChart } from "../src/charts/WeightNormChart.tsx";
import { unpackCurves } from "../src/client/unpackCurves.ts";
import type { StudyInput, TrialInput } from "../src/index.ts";
import { indexedPng } from "../src/page/indexedPng.ts";
import { rankTrials, studyFacts } from "../src/studyFacts.ts";
import type { Watch } from "../src/Watch.ts";
import { sampleCurve } from "./sampleCurve.ts";
import { sampleRun, sampleStudy } from "./sampleStudy.ts";
import { sampleWatch } from "./sampleWatch.ts";

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
drawings["loss, stopped early"] = (
  <LossChart
    id="e"
    curve={sampleCurve(10, 0.9, 1)}
    end={{ stopped: { epoch: 10, reason: "no improvement" }, selected: { epoch: 6 } }}
  />
);

const unknown = <A,>(columns: ReadonlyArray<A | null>): ReadonlyArray<A | null> => columns.map(() => null);
/** Panels of the first tensor and the first layer. */
const panels = (watch: Watch): Record<string, VNode> => {
  const { tensors, layers, epochs } = watch;
  const [tensor, layer] = [tensors[0]!, layers[0]!];
  return {
    "update ratio": <UpdateRatioChart id="f" axis={ratioAxis(tensors)} {...{ tensor, epochs }} />,
    "gradient norm": <GradientNormChart id="g" axis={gradientAxis(tensors)} {...{ tensor, epochs }} />,
    "weight norm": <WeightNormChart id="h" axis={growthAxis(tensors)} {...{ tensor, epochs }} />,
    "activation spread": <ActivationSpreadChart id="i" axis={spreadAxis(layers)} {...{ layer, epochs }} />,
    "unit shares": <UnitSharesChart id="j" axis={shareAxis} {...{ layer, epochs }} />,
    histogram: <HistogramChart id="k" name="a" title="b" epochs={epochs} histograms={layer.histograms} />,
  };
};
const watch = sampleWatch();
const blind: Watch = {
  ...watch,
  tensors: watch.tensors.map((tensor) => ({
    ...tensor,
    norm: unknown(tensor.norm),
    updateRatio: unknown(tensor.updateRatio),
    gradientNorm: unknown(tensor.gradientNorm),
  })),
  layers: watch.layers.map((layer) => ({
    ...layer,
    std: unknown(layer.std),
    deadShare: unknown(layer.deadShare),
    saturatedShare: unknown(layer.saturatedShare),
    histograms: unknown(layer.histograms),
  })),
};
const frozen: Watch = {
  ...watch,
  tensors: watch.tensors.map((tensor) => ({
    ...tensor,
    norm: tensor.norm.map(() => 0),
    updateRatio: tensor.updateRatio.map(() => 0),
  })),
};
for (const [name, seen] of Object.entries({
  watched: watch,
  "broken down at once": sampleWatch({ epochs: 0, broken: 3 }),
  "one look": sampleWatch({ epochs: 0 }),
  "nothing measured": blind,
  "all zero": frozen,
}))
  for (const [chart, drawing] of Object.entries(panels(seen))) drawings[`${chart}, ${name}`] = drawing;
drawings.batches = <BatchLossChart id="l" watch={watch} curve={sampleCurve(8, 0.9, 1)} />;
drawings["batches, one window"] = (
  <BatchLossChart id="l" watch={sampleWatch({ epochs: 0, broken: 3 })} curve={[]} />
);
drawings["batches, none"] = <BatchLossChart id="l" watch={sampleWatch({ epochs: 0 })} curve={[]} />;
drawings["batches, a loss below 0"] = (
  <BatchLossChart
    id="l"
    watch={{ ...watch, windows: watch.windows.map((window) => ({ ...window, mean: window.mean - 2 })) }}
    curve={[]}
  />
);
drawings["gradient trace"] = <GradientTraceChart id="m" watch={watch} curve={sampleCurve(8, 0.9, 1)} />;
drawings["gradient trace, none"] = (
  <GradientTraceChart id="m" watch={{ ...watch, gradientNorm: unknown(watch.gradientNorm) }} curve={[]} />
);
for (const channels of [1, 2, 3]) {
  const { filters } = sampleWatch({ side: 7, channels });
  drawings[`filters, ${channels} channels`] = (
    <FiltersChart id="n" first={filters!.first} last={filters!.last} after="epoch 8" />
  );
}

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

describe("panels by layer", () => {
  it("shade the healthy band and draw both limits of update:weight", () => {
    const svg = render(drawings["update ratio, watched"]!);
    expect(count(svg, /class="f-s2"[^>]* fill-opacity="0.13"/g)).toBe(1);
    expect(count(svg, /class="k-bad"/g)).toBe(2);
  });
  it("hold a frozen tensor at the lower end", () => {
    expect(render(drawings["update ratio, all zero"]!)).not.toContain("nothing was measured");
    expect(render(drawings["update ratio, nothing measured"]!)).toContain("nothing was measured");
  });
  it("have one axis, logarithmic where values differ by more than 30 times", () => {
    expect(sharedDomain([[1, 29], [null]])).toEqual({ domain: [0, 29], log: false });
    expect(sharedDomain([[1], [31]]).log).toBe(true);
    expect(sharedDomain([[0, null]])).toEqual({ domain: [0, 1], log: false });
  });
});

describe("histograms on one axis", () => {
  const even = { least: 0, largest: 10, counts: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1] };
  it("hold 99 % of what most epochs have", () => {
    const wide = { ...even, least: -1e6, largest: 1e6 };
    const [low, high] = sharedRange([...Array.from({ length: 20 }, () => even), wide])!;
    expect(low).toBeCloseTo(0.05, 5);
    expect(high).toBeCloseTo(9.95, 5);
    expect(sharedRange([])).toBeUndefined();
  });
  it("keep every count, with what lies beyond the axis at its ends", () => {
    const shares = rebin(even, [2.5, 7.5], 5);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(shares[0]).toBeCloseTo(0.35, 12);
    expect(shares[2]).toBeCloseTo(0.1, 12);
    expect([...rebin({ least: 3, largest: 3, counts: [7] }, [0, 10], 5)]).toEqual([0, 1, 0, 0, 0]);
  });
});

describe("pictures", () => {
  it("are PNGs of a palette, two pixels a byte of at most 16 colours", () => {
    const pixels = Uint8Array.from([0, 1, 1, 0, 0, 1]);
    const colours = [
      [0, 0, 0],
      [255, 128, 0],
    ] as const;
    const uri = indexedPng({ width: 3, height: 2, pixels, palette: colours, transparent: 0 });
    const bytes = Buffer.from(uri.split(",")[1]!, "base64");
    expect(uri).toMatch(/^data:image\/png;base64,/);
    expect(bytes.subarray(1, 4).toString()).toBe("PNG");
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20), bytes[24], bytes[25]]).toEqual([3, 2, 4, 3]);
    const data = bytes.indexOf("IDAT");
    const rows = inflateSync(bytes.subarray(data + 4, data + 4 + bytes.readUInt32BE(data - 4)));
    expect([...rows]).toEqual([0, 0x01, 0x10, 0, 0x00, 0x10]);
  });
  it("tell filters in colour from grey ones", () => {
    const of = (channels: number) =>
      render(drawings[`filters, ${channels} channels`]!).match(/base64,[^"]+/g);
    expect(of(1)).toHaveLength(2);
    expect(of(1)).not.toEqual(of(3));
  });
});

it("loss: marks the epoch it stopped at and the one whose weights it gives", () => {
  const svg = render(drawings["loss, stopped early"]!);
  expect(svg).toContain(">stopped, epoch 10<");
  expect(svg).toContain(">kept, epoch 6<");
  expect(render(drawings.loss!)).not.toContain("epoch 6<");
});
