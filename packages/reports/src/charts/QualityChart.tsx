/** @jsxImportSource preact */
/** Accuracy (or r2) of training and validation, with the gap between them shaded and the best epoch marked. */
import type { Curve } from "../RunInput.ts";
import { metricText } from "../texts/metricText.ts";
import { type Box, XAxis, YAxis } from "./axes.tsx";
import { axisScale } from "./axisScale.ts";
import { type EndLabel, EndLabels } from "./EndLabels.tsx";
import { epochsOf, pointsOf, type RunChartProps } from "./LossChart.tsx";
import { bandPath, linePath, type Point } from "./linePath.ts";
import { NoData } from "./NoData.tsx";
import { Plot, px } from "./Plot.tsx";
import { fill, stroke } from "./paint.ts";
import { robustRange } from "./robustRange.ts";

const width = 586;
const height = 260;
const box: Box = { left: 50, right: width - 70, top: 26, bottom: height - 38 };

/** The measure of quality that the rows have: `accuracy`, else `r2`. */
export const qualityName = (curve: Curve): "accuracy" | "r2" | undefined =>
  (["accuracy", "r2"] as const).find((name) => curve[0]?.scalars[`validation.${name}`] !== undefined);

export const QualityChart = ({ id, curve }: RunChartProps) => {
  const name = qualityName(curve);
  const train = name === undefined ? [] : pointsOf(curve, `train.${name}`);
  const validation = name === undefined ? [] : pointsOf(curve, `validation.${name}`);
  const domain = robustRange(
    [...train, ...validation].map(([, value]) => value),
    "low",
  );
  const frame = { id, width, height, title: `${name ?? "Accuracy"} by epoch` };
  if (domain === undefined || name === undefined)
    return (
      <Plot {...frame} description="No epoch has it.">
        <NoData width={width} height={height} text="no epoch has an accuracy" />
      </Plot>
    );
  const x = axisScale({ domain: epochsOf(curve), range: [box.left, box.right], ticks: 6, whole: true });
  const y = axisScale({ domain, range: [box.bottom - 4, box.top + 4], nice: true });
  const path = (points: ReadonlyArray<readonly [number, number]>) =>
    points.map(([epoch, value]): Point => [x.at(epoch), y.at(value)]);
  const best = validation.reduce((most, point) => (point[1] > most[1] ? point : most), validation[0]!);
  const label = (text: string, token: "s0" | "s1", end: readonly [number, number] | undefined) =>
    end ? [{ text, token, y: y.at(end[1]) } satisfies EndLabel] : [];
  const right = x.at(best[0]) > (box.left + box.right) / 2;
  return (
    <Plot {...frame} description={`Best validation: ${metricText(name, best[1])} at epoch ${best[0]}.`}>
      <YAxis box={box} scale={y} title={name} />
      <XAxis box={box} scale={x} title="epoch" />
      {train.length === validation.length && (
        <path {...fill("s1")} d={bandPath(path(train), path(validation))} fill-opacity="0.13" />
      )}
      <line
        {...stroke("s2")}
        x1={px(x.at(best[0]))}
        x2={px(x.at(best[0]))}
        y1={box.top}
        y2={box.bottom}
        stroke-dasharray="3 3"
      />
      <text
        {...fill("s2")}
        x={px(x.at(best[0]) + (right ? -6 : 6))}
        y={box.bottom - 8}
        text-anchor={right ? "end" : "start"}
        font-weight="600"
      >
        {`best, epoch ${best[0]}`}
      </text>
      <path {...stroke("s0")} d={linePath(path(train))} fill="none" stroke-width="1.7" />
      <path
        {...stroke("s1")}
        d={linePath(path(validation))}
        fill="none"
        stroke-width="1.7"
        stroke-dasharray="5 3"
      />
      {curve.length === 1 &&
        path([...train, ...validation]).map(([cx, cy]) => (
          <circle key={cy} {...fill("s0")} cx={px(cx)} cy={px(cy)} r="3" />
        ))}
      <EndLabels
        labels={[...label("training", "s0", train.at(-1)), ...label("validation", "s1", validation.at(-1))]}
        x={box.right + 6}
        bottom={box.bottom}
      />
    </Plot>
  );
};
