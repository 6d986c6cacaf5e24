/** @jsxImportSource preact */
/**
 * The learning curves of all trials: bands of quantiles and the best few in colour. The client draws every line on a
 * canvas below it; `curvesRange` tells it where.
 */
import type { RankedTrial } from "../studyFacts.ts";
import { metricLabel, metricText } from "../texts/metricText.ts";
import { type Box, XAxis, YAxis } from "./axes.tsx";
import { axisScale } from "./axisScale.ts";
import { type EndLabel, EndLabels } from "./EndLabels.tsx";
import { bestCurves, fanOf, type TrialCurve } from "./fanOf.ts";
import { bandPath, linePath, type Point } from "./linePath.ts";
import { NoData } from "./NoData.tsx";
import { Plot } from "./Plot.tsx";
import { fill, series, stroke } from "./paint.ts";
import { robustRange } from "./robustRange.ts";

export interface CurvesProps {
  readonly curves: ReadonlyArray<TrialCurve>;
  /** The scalar that the curves show. */
  readonly metric: string;
  readonly worse: "low" | "high";
  readonly ranked: ReadonlyArray<RankedTrial>;
}

const width = 586;
const height = 270;
const box: Box = { left: 50, right: width - 46, top: 26, bottom: height - 38 };

/** Domains and places of the plot: the client draws into the same rectangle. */
export const curvesFrame = ({ curves, worse }: Pick<CurvesProps, "curves" | "worse">) => {
  // epoch by epoch: the first epochs lie far from the last ones, and are no outliers for that
  const byEpoch = Map.groupBy(
    curves.flatMap((curve) => curve.points),
    ([epoch]) => epoch,
  );
  const ranges = [...byEpoch.values()].flatMap((points) => {
    const range = robustRange(
      points.map(([, value]) => value),
      worse,
    );
    return range ? [range] : [];
  });
  const values =
    ranges.length === 0
      ? undefined
      : ([Math.min(...ranges.map(([low]) => low)), Math.max(...ranges.map(([, high]) => high))] as const);
  const last = Math.max(1, ...byEpoch.keys());
  const y = axisScale({ domain: values ?? [0, 1], range: [box.bottom, box.top] });
  return { width, height, box, values, epochs: [1, Math.max(2, last)] as const, y };
};

/** How many curves leave the range that is drawn. */
export const outsideCurves = (props: Pick<CurvesProps, "curves" | "worse">): number => {
  const [low, high] = curvesFrame(props).y.domain;
  return props.curves.filter(({ points }) => points.some(([, value]) => value < low || value > high)).length;
};

export const CurvesChart = ({ curves, metric, worse, ranked }: CurvesProps) => {
  const { values, epochs, y } = curvesFrame({ curves, worse });
  const frame = { id: "curves", width, height, title: `${metricLabel(metric)} of all trials by epoch` };
  if (values === undefined)
    return (
      <Plot {...frame} description="No trial finished an epoch.">
        <NoData width={width} height={height} text="no trial finished an epoch" />
      </Plot>
    );
  const x = axisScale({ domain: epochs, range: [box.left, box.right], ticks: 6, whole: true });
  const fan = fanOf(curves);
  const line = (index: 0 | 1 | 2 | 3 | 4) =>
    fan.map(({ epoch, quantiles }): Point => [x.at(epoch), y.at(quantiles[index])]);
  const best = bestCurves(curves, ranked);
  const labels = best.map(({ number, points }, index): EndLabel => {
    const end = points.at(-1)!; // bestCurves leaves none without points
    return { text: `#${number}`, y: y.at(end[1]), token: series[index]! };
  });
  const end = fan.at(-1)!; // there are values, so there is an epoch
  return (
    <Plot
      {...frame}
      description={`Median of the ${end.n} trials at epoch ${end.epoch}: ${metricText(metric, end.quantiles[2])}.`}
    >
      <YAxis box={box} scale={y} title={metricLabel(metric)} />
      <XAxis box={box} scale={x} title="epoch" />
      <g class="still">
        <path {...fill("s0")} d={bandPath(line(4), line(0))} fill-opacity="0.1" />
        <path {...fill("s0")} d={bandPath(line(3), line(1))} fill-opacity="0.16" />
        <path {...stroke("mut")} d={linePath(line(2))} fill="none" stroke-dasharray="4 3" />
      </g>
      {best.toReversed().map(({ number, points }) => (
        <path
          key={number}
          {...stroke(series[best.findIndex((curve) => curve.number === number)]!)}
          d={linePath(points.map(([epoch, value]): Point => [x.at(epoch), y.at(value)]))}
          fill="none"
          stroke-width="1.7"
        />
      ))}
      <EndLabels labels={labels} x={box.right + 6} bottom={box.bottom} />
    </Plot>
  );
};
