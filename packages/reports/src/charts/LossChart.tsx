/** @jsxImportSource preact */
/** Training and validation loss on a logarithmic axis, with the learning rate behind them. */

import type { Curve } from "../RunInput.ts";
import type { TrainingEnd } from "../StepDetail.ts";
import { numberText } from "../texts/numberText.ts";
import { type Box, RightAxis, XAxis, YAxis } from "./axes.tsx";
import { axisScale } from "./axisScale.ts";
import { isLogarithmic } from "./isLogarithmic.ts";
import { bandPath, linePath, type Point } from "./linePath.ts";
import { NoData } from "./NoData.tsx";
import { Plot, px } from "./Plot.tsx";
import { fill, stroke } from "./paint.ts";
import { robustRange } from "./robustRange.ts";

export interface RunChartProps {
  /** Unique on the page. */
  readonly id: string;
  readonly curve: Curve;
}

export interface LossProps extends RunChartProps {
  /** Marked, where the training stopped early or gives an earlier epoch's weights. */
  readonly end?: TrainingEnd | undefined;
}

const width = 586;
const height = 260;
const box: Box = { left: 50, right: width - 62, top: 42, bottom: height - 38 };

/** [epoch, value] of one scalar. */
export const pointsOf = (curve: Curve, name: string): ReadonlyArray<readonly [number, number]> =>
  curve.flatMap(({ epoch, scalars }) => {
    const value = scalars[name];
    return value === undefined ? [] : [[epoch, value] as const];
  });

export const epochsOf = (curve: Curve): readonly [number, number] => {
  const first = curve[0]?.epoch ?? 1;
  return [first, Math.max(first + 1, curve.at(-1)?.epoch ?? 1)];
};

const Rate = ({ curve, at }: { curve: Curve; at: (epoch: number) => number }) => {
  const rate = pointsOf(curve, "learning_rate");
  if (rate.length === 0) return null;
  const most = Math.max(...rate.map(([, value]) => value));
  const scale = axisScale({ domain: [0, most], range: [box.bottom, box.top], ticks: 3 });
  const points = rate.map(([epoch, value]): Point => [at(epoch), scale.at(value)]);
  const floor = points.map(([x]): Point => [x, box.bottom]);
  return (
    <g>
      <path {...fill("mut")} d={bandPath(points, floor)} fill-opacity="0.07" />
      <path {...stroke("mut")} d={linePath(points)} fill="none" stroke-dasharray="1.5 3" />
      <RightAxis box={box} scale={scale} title="learning rate" />
    </g>
  );
};

const Key = () => (
  <g font-weight="600">
    <line {...stroke("s0")} x1={210} x2={226} y1={12} y2={12} stroke-width="2" />
    <text {...fill("s0")} x={231} y={16}>
      training
    </text>
    <line {...stroke("s1")} x1={296} x2={312} y1={12} y2={12} stroke-width="2" stroke-dasharray="5 3" />
    <text {...fill("s1")} x={317} y={16}>
      validation
    </text>
  </g>
);

interface MarkProps {
  readonly x: number;
  readonly text: string;
  /** Lines of text below the top: two marks may lie close. */
  readonly row: number;
}

const EpochMark = ({ x, text, row }: MarkProps) => {
  const right = x > (box.left + box.right) / 2;
  return (
    <g>
      <line {...stroke("s2")} x1={px(x)} x2={px(x)} y1={box.top} y2={box.bottom} stroke-dasharray="3 3" />
      <text
        {...fill("s2")}
        x={px(x + (right ? -6 : 6))}
        y={box.top + 14 + 14 * row}
        text-anchor={right ? "end" : "start"}
        font-weight="600"
      >
        {text}
      </text>
    </g>
  );
};

const Ends = ({
  end: { selected, stopped } = {},
  at,
}: Pick<LossProps, "end"> & { at: (epoch: number) => number }) => (
  <g>
    {stopped && <EpochMark x={at(stopped.epoch)} text={`stopped, epoch ${stopped.epoch}`} row={0} />}
    {selected && <EpochMark x={at(selected.epoch)} text={`kept, epoch ${selected.epoch}`} row={1} />}
  </g>
);

export const LossChart = ({ id, curve, end }: LossProps) => {
  const train = pointsOf(curve, "train.loss");
  const validation = pointsOf(curve, "validation.loss");
  const values = [...train, ...validation].map(([, value]) => value);
  const domain = robustRange(values, "high");
  const frame = { id, width, height, title: "Loss by epoch" };
  if (domain === undefined)
    return (
      <Plot {...frame} description="No epoch was finished.">
        <NoData width={width} height={height} text="no epoch was finished" />
      </Plot>
    );
  const [from, to] = epochsOf(curve);
  const x = axisScale({ domain: [from, to], range: [box.left, box.right], ticks: 6, whole: true });
  const full: readonly [number, number] = [Math.min(...values), Math.max(...values)];
  const y = axisScale({
    domain: isLogarithmic(curve) ? full : domain,
    range: [box.bottom - 6, box.top],
    log: true,
  });
  const path = (points: ReadonlyArray<readonly [number, number]>) =>
    points.map(([epoch, value]): Point => [x.at(epoch), y.at(value)]);
  const ends = [["training", train.at(-1)] as const, ["validation", validation.at(-1)] as const].flatMap(
    ([name, end]) => (end ? [`${name} ${numberText(end[1], 3)}`] : []),
  );
  return (
    <Plot {...frame} description={`At the end: ${ends.join(", ")}.`}>
      <YAxis box={box} scale={y} title="loss" />
      <Rate curve={curve} at={x.at} />
      <XAxis box={box} scale={x} title="epoch" />
      <Key />
      <Ends end={end} at={x.at} />
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
    </Plot>
  );
};
