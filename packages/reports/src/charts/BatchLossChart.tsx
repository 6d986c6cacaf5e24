/** @jsxImportSource preact */
/** Losses of batches in windows of iterations, mean and standard deviation, beside the validation loss. */

import { lookAxis } from "../lookAxis.ts";
import type { Curve } from "../RunInput.ts";
import { numberText } from "../texts/numberText.ts";
import type { Watch } from "../Watch.ts";
import { type Box, XAxis, YAxis } from "./axes.tsx";
import { axisScale } from "./axisScale.ts";
import { pointsOf } from "./LossChart.tsx";
import { bandPath, linePath, type Point } from "./linePath.ts";
import { Cross } from "./marks.tsx";
import { NoData } from "./NoData.tsx";
import { Plot, px } from "./Plot.tsx";
import { fill, stroke } from "./paint.ts";

export interface BatchLossProps {
  /** Unique on the page. */
  readonly id: string;
  readonly watch: Pick<Watch, "windows" | "iterationsPerEpoch" | "lossAtInit" | "epochs" | "iterations">;
  readonly curve: Curve;
}

const FEW = 2;

const width = 586;
const height = 260;
const box: Box = { left: 50, right: width - 14, top: 42, bottom: height - 38 };

const Key = () => (
  <g font-weight="600">
    <rect {...fill("s0")} x={196} y={6} width={16} height={11} fill-opacity="0.2" />
    <line {...stroke("s0")} x1={196} x2={212} y1={12} y2={12} stroke-width="2" />
    <text {...fill("s0")} x={217} y={16}>
      batches, ± 1 deviation
    </text>
    <line {...stroke("s1")} x1={386} x2={402} y1={12} y2={12} stroke-width="2" stroke-dasharray="5 3" />
    <text {...fill("s1")} x={407} y={16}>
      validation
    </text>
  </g>
);

/** The lower edge of the band, kept off 0: a logarithmic axis has no place for it. */
const lower = ({ mean, std }: { readonly mean: number; readonly std: number }, log: boolean): number =>
  log ? Math.max(mean - std, mean / 4) : mean - std;

export const BatchLossChart = ({ id, watch, curve }: BatchLossProps) => {
  const { windows, lossAtInit } = watch;
  const { unit, length } = lookAxis(watch);
  const frame = { id, width, height, title: "Losses of batches" };
  const last = windows.at(-1);
  if (last === undefined)
    return (
      <Plot {...frame} description="No iteration was finished.">
        <NoData width={width} height={height} text="no iteration was finished" />
      </Plot>
    );
  const validation = pointsOf(curve, "validation.loss");
  const means = [...windows.map(({ mean }) => mean), ...validation.map(([, loss]) => loss), lossAtInit];
  const log = means.every((mean) => mean > 0);
  // of few windows no line can be seen: their largest losses are marked
  const peaks = windows.length <= FEW ? windows : [];
  const edges = [
    ...windows.flatMap((window) => [lower(window, log), window.mean + window.std]),
    ...peaks.map(({ largest }) => largest),
  ];
  const x = axisScale({
    domain: [0, Math.max((last.start + last.count) / length, curve.at(-1)?.epoch ?? 0)],
    range: [box.left, box.right],
    ticks: 6,
    whole: unit === "iteration",
  });
  const y = axisScale({
    domain: [Math.min(...means, ...edges), Math.max(...means, ...edges)],
    range: [box.bottom - 4, box.top],
    log,
  });
  const middle = ({ start, count }: { readonly start: number; readonly count: number }) =>
    x.at((start + count / 2) / length);
  const line = (read: (window: (typeof windows)[number]) => number) =>
    windows.map((window): Point => [middle(window), y.at(read(window))]);
  const start = y.at(lossAtInit);
  return (
    <Plot
      {...frame}
      description={`At the end ${numberText(last.mean, 3)}, with a deviation of ${numberText(last.std, 2)}.`}
    >
      <YAxis box={box} scale={y} title="loss" />
      <XAxis box={box} scale={x} title={unit} />
      <Key />
      <line
        {...stroke("mut")}
        x1={box.left}
        x2={box.right}
        y1={px(start)}
        y2={px(start)}
        stroke-dasharray="1.5 3"
      />
      <text {...fill("mut")} x={box.right} y={px(start - 4)} text-anchor="end">
        before training
      </text>
      <path
        {...fill("s0")}
        d={bandPath(
          line(({ mean, std }) => mean + std),
          line((window) => lower(window, log)),
        )}
        fill-opacity="0.2"
      />
      <path {...stroke("s0")} d={linePath(line(({ mean }) => mean))} fill="none" stroke-width="1.5" />
      {peaks.map((window) => (
        <g key={window.start}>
          <circle {...fill("s0")} cx={px(middle(window))} cy={px(y.at(window.mean))} r="3" />
          <Cross x={middle(window)} y={y.at(window.largest)} token="bad" />
          <text {...fill("bad")} x={px(middle(window) + 8)} y={px(y.at(window.largest) + 4)}>
            {`largest, ${numberText(window.largest, 3)}`}
          </text>
        </g>
      ))}
      <path
        {...stroke("s1")}
        d={linePath(validation.map(([epoch, loss]): Point => [x.at(epoch), y.at(loss)]))}
        fill="none"
        stroke-width="1.7"
        stroke-dasharray="5 3"
      />
      {validation.length === 1 &&
        validation.map(([epoch, loss]) => (
          <circle key={epoch} {...fill("s1")} cx={px(x.at(epoch))} cy={px(y.at(loss))} r="3" />
        ))}
    </Plot>
  );
};
