/** @jsxImportSource preact */
/** The signal in the untrained network, by layer: three panels under each other that share their x. */
import type { LayerStatistics } from "../StepDetail.ts";
import { numberText } from "../texts/numberText.ts";
import { shortText } from "../texts/shortText.ts";
import { axisScale } from "./axisScale.ts";
import { linePath, type Point } from "./linePath.ts";
import { NoData } from "./NoData.tsx";
import { Plot, px } from "./Plot.tsx";
import { fill, stroke } from "./paint.ts";

export interface LayersProps {
  readonly id: string;
  readonly layers: ReadonlyArray<LayerStatistics>;
}

type Figure = Exclude<keyof LayerStatistics, "name">;

interface Line {
  readonly figure: Figure;
  readonly label: string;
  readonly token: "s0" | "s1" | "s2" | "s4";
  readonly dash?: string;
}

const panels: ReadonlyArray<{ readonly title: string; readonly lines: ReadonlyArray<Line> }> = [
  {
    title: "standard deviation",
    lines: [
      { figure: "preactivationStd", label: "preactivation", token: "s1", dash: "5 3" },
      { figure: "activationStd", label: "activation", token: "s0" },
    ],
  },
  { title: "weights, standard deviation", lines: [{ figure: "weightStd", label: "weights", token: "s2" }] },
  { title: "share of activations that are 0", lines: [{ figure: "zeroShare", label: "zeros", token: "s4" }] },
];

const width = 586;
const height = 386;
const left = 56;
const right = width - 96;
const panel = { height: 88, gap: 32, top: 24 };

export const LayersChart = ({ id, layers }: LayersProps) => {
  const frame = { id, width, height, title: "Signal by layer at the start" };
  if (layers.length === 0)
    return (
      <Plot {...frame} description="No layer was measured.">
        <NoData width={width} height={height} text="no layer was measured" />
      </Plot>
    );
  const step = (right - left - 20) / Math.max(1, layers.length - 1);
  const x = (index: number) => (layers.length === 1 ? (left + right) / 2 : left + 10 + index * step);
  const every = Math.max(1, Math.ceil((layers.length * 64) / (right - left)));
  const stds = layers.flatMap(({ activationStd }) => activationStd ?? []);
  return (
    <Plot
      {...frame}
      description={`Standard deviation of the activations of ${layers.length} layers: ${stds.map((value) => numberText(value, 3)).join(", ")}.`}
    >
      {panels.map(({ title, lines }, row) => {
        const top = panel.top + row * (panel.height + panel.gap);
        const bottom = top + panel.height - 4;
        const values = lines.flatMap(({ figure }) => layers.flatMap((layer) => layer[figure] ?? []));
        const y = axisScale({
          domain: [0, Math.max(...values, 0.001)],
          range: [bottom, top + 4],
          ticks: 3,
          nice: true,
        });
        return (
          <g key={title}>
            <text {...fill("mut")} x={left - 44} y={top - 10}>
              {title}
            </text>
            {y.ticks.map(({ at, text }) => (
              <g key={text}>
                <line {...stroke("grid")} x1={left} x2={right} y1={px(at)} y2={px(at)} />
                <text {...fill("mut")} x={left - 6} y={px(at + 4)} text-anchor="end">
                  {text}
                </text>
              </g>
            ))}
            {lines.map(({ figure, label, token, dash }, index) => {
              const points = layers.flatMap((layer, depth): ReadonlyArray<Point> => {
                const value = layer[figure];
                return value === null ? [] : [[x(depth), y.at(value)]];
              });
              return (
                <g key={figure}>
                  <path
                    {...stroke(token)}
                    d={linePath(points)}
                    fill="none"
                    stroke-width="1.5"
                    stroke-dasharray={dash}
                  />
                  {points.map(([cx, cy]) => (
                    <circle key={cx} {...fill(token)} cx={px(cx)} cy={px(cy)} r="3" />
                  ))}
                  <text {...fill(token)} x={right + 10} y={top + 14 + index * 15} font-weight="600">
                    {label}
                  </text>
                </g>
              );
            })}
          </g>
        );
      })}
      {layers.map(({ name }, index) =>
        index % every === 0 ? (
          <text key={name} {...fill("mut")} x={px(x(index))} y={height - 14} text-anchor="middle">
            {shortText(name, 14)}
          </text>
        ) : null,
      )}
    </Plot>
  );
};
