/** @jsxImportSource preact */
/** ‖g‖₂ over all tensors up to the end, with the learning rate behind it. */

import { lookAxis } from "../lookAxis.ts";
import type { Curve } from "../RunInput.ts";
import { numberText } from "../texts/numberText.ts";
import type { Watch } from "../Watch.ts";
import { type Box, RightAxis, XAxis, YAxis } from "./axes.tsx";
import { axisScale } from "./axisScale.ts";
import { pointsOf } from "./LossChart.tsx";
import { linePath, type Point } from "./linePath.ts";
import { NoData } from "./NoData.tsx";
import { Plot, px } from "./Plot.tsx";
import { fill, stroke } from "./paint.ts";
import { sharedDomain } from "./sharedDomain.ts";

export interface GradientTraceProps {
  /** Unique on the page. */
  readonly id: string;
  readonly watch: Pick<Watch, "epochs" | "iterations" | "iterationsPerEpoch" | "gradientNorm">;
  readonly curve: Curve;
}

const width = 586;
const height = 260;
const box: Box = { left: 50, right: width - 62, top: 42, bottom: height - 38 };

const Rate = ({ curve, at }: { curve: Curve; at: (epoch: number) => number }) => {
  const rate = pointsOf(curve, "learning_rate");
  if (rate.length === 0) return null;
  const most = Math.max(...rate.map(([, value]) => value));
  const scale = axisScale({ domain: [0, most], range: [box.bottom, box.top], ticks: 3 });
  // a rate is that of the whole epoch before its end
  const points = rate.flatMap(
    ([epoch, value]): ReadonlyArray<Point> => [
      [at(epoch - 1), scale.at(value)],
      [at(epoch), scale.at(value)],
    ],
  );
  return (
    <g>
      <path {...stroke("mut")} d={linePath(points)} fill="none" stroke-dasharray="1.5 3" />
      <RightAxis box={box} scale={scale} title="learning rate" />
    </g>
  );
};

export const GradientTraceChart = ({ id, watch, curve }: GradientTraceProps) => {
  const { gradientNorm } = watch;
  const { unit, at: places } = lookAxis(watch);
  const known = gradientNorm.flatMap((norm, at) => (norm === null ? [] : [[places[at] ?? 0, norm] as const]));
  const last = known.at(-1);
  const frame = { id, width, height, title: "Gradient norm and learning rate" };
  if (last === undefined)
    return (
      <Plot {...frame} description="No gradient was measured.">
        <NoData width={width} height={height} text="no gradient was measured" />
      </Plot>
    );
  const x = axisScale({
    domain: [0, Math.max(last[0], curve.at(-1)?.epoch ?? 0) || 1],
    range: [box.left, box.right],
    ticks: 6,
    whole: unit === "iteration",
  });
  const y = axisScale({ ...sharedDomain([gradientNorm]), range: [box.bottom - 4, box.top], nice: true });
  const points = known.map(([epoch, norm]): Point => [x.at(epoch), y.at(norm)]);
  return (
    <Plot
      {...frame}
      description={`Norm ${numberText(known[0]![1], 3)} at the start, ${numberText(last[1], 3)} at the end.`}
    >
      <YAxis box={box} scale={y} title="gradient norm" />
      <Rate curve={curve} at={x.at} />
      <XAxis box={box} scale={x} title={unit} />
      <path {...stroke("s3")} d={linePath(points)} fill="none" stroke-width="1.7" />
      {points.map(([cx, cy]) => (
        <circle key={cx} {...fill("s3")} cx={px(cx)} cy={px(cy)} r="2.6" />
      ))}
    </Plot>
  );
};
