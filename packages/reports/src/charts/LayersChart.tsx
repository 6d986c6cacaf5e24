/** @jsxImportSource preact */
/** The signal in the untrained network, by layer: four panels under each other that share their x. */
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
  readonly token: "s0" | "s1" | "s2" | "s3" | "s4";
  readonly dash?: string;
}

interface Panel {
  readonly title: string;
  readonly lines: ReadonlyArray<Line>;
  /** Shares stand on a linear axis. */
  readonly share?: boolean;
}

const panels: ReadonlyArray<Panel> = [
  {
    title: "standard deviation",
    lines: [
      { figure: "preactivationStd", label: "preactivation", token: "s1", dash: "5 3" },
      { figure: "activationStd", label: "activation", token: "s0" },
    ],
  },
  { title: "weights, standard deviation", lines: [{ figure: "weightStd", label: "weights", token: "s2" }] },
  {
    title: "gradients by weights, standard deviation",
    lines: [{ figure: "gradientStd", label: "gradients", token: "s3" }],
  },
  {
    title: "shares: activations that are 0, dead units, activations at their bounds",
    lines: [
      { figure: "zeroShare", label: "zeros", token: "s4" },
      { figure: "deadShare", label: "dead", token: "s1", dash: "5 3" },
      { figure: "saturatedShare", label: "saturated", token: "s0", dash: "1 3" },
    ],
    share: true,
  },
];

/** Values that differ by more than this have a logarithmic axis: else the small ones lie on the ground. */
const LOGARITHMIC = 30;

const decade = (value: number, round: (exponent: number) => number) =>
  Number(`1e${round(Math.log10(value))}`);

const scaleOf = (values: ReadonlyArray<number>, share: boolean, range: readonly [number, number]) => {
  const [low, high] = [Math.min(...values.filter((value) => value > 0)), Math.max(...values)];
  return !share && high > LOGARITHMIC * low // a 0 is held at the lower end
    ? axisScale({ domain: [decade(low, Math.floor), decade(high, Math.ceil)], range, log: true, ticks: 3 })
    : axisScale({ domain: [0, high > 0 ? high : 1], range, ticks: 3, nice: true });
};

const width = 586;
const height = 466;
const left = 56;
const right = width - 96;
const panel = { height: 78, gap: 32, top: 24 };

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
      {panels.map(({ title, lines, share = false }, row) => {
        const top = panel.top + row * (panel.height + panel.gap);
        const bottom = top + panel.height - 4;
        const values = lines.flatMap(({ figure }) => layers.flatMap((layer) => layer[figure] ?? []));
        const y = scaleOf(values, share, [bottom, top + 4]);
        const shown = lines.filter(({ figure }) => layers.some((layer) => layer[figure] !== null));
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
            {shown.map(({ figure, label, token, dash }, index) => {
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
