/** @jsxImportSource preact */
/** One of many small pictures that share their axes: figures of one layer or tensor over the epochs. */
import type { Token } from "../page/tokens.ts";
import { type Box, XAxis } from "./axes.tsx";
import { type AxisScale, axisScale } from "./axisScale.ts";
import { linePath, type Point } from "./linePath.ts";
import { NoData } from "./NoData.tsx";
import { Plot, px } from "./Plot.tsx";
import { fill, stroke } from "./paint.ts";

/** What a column of figures is drawn with. */
export interface PanelLine {
  readonly values: ReadonlyArray<number | null>;
  readonly token: Token;
  readonly dash?: string;
}

export interface EpochPanelProps {
  readonly id: string;
  /** The layer, or the tensor. */
  readonly name: string;
  readonly title: string;
  /** Each look at the network, in epochs. */
  readonly epochs: ReadonlyArray<number>;
  readonly lines: ReadonlyArray<PanelLine>;
  /** Of all panels beside this one. */
  readonly domain: readonly [number, number];
  readonly log: boolean;
  /** Where a value should lie: shaded. */
  readonly band?: readonly [number, number];
  /** Where a value must not lie beyond: dashed. */
  readonly limits?: ReadonlyArray<number>;
  readonly describe: (last: number) => string;
}

const width = 280;
const height = 140;
export const panelFrame = { width, height };
export const panelBox: Box = { left: 46, right: width - 10, top: 28, bottom: height - 24 };

/** Name of the panel, cut at its start: the end of a name tells layers apart. */
export const PanelName = ({ name }: { name: string }) => (
  <text {...fill("ink")} x={4} y={14} font-weight="600">
    {name.length > 36 ? `…${name.slice(-35)}` : name}
  </text>
);

/** One path for all its lines: there are many panels on a page. */
const Grid = ({ scale }: { scale: AxisScale }) => (
  <g>
    <path
      {...stroke("grid")}
      d={scale.ticks.map(({ at }) => `M${panelBox.left},${px(at)}H${panelBox.right}`).join("")}
    />
    {scale.ticks.map(({ at, text }) => (
      <text key={text} {...fill("mut")} x={panelBox.left - 6} y={px(at + 4)} text-anchor="end">
        {text}
      </text>
    ))}
  </g>
);

const Band = ({ y, band, limits = [] }: Pick<EpochPanelProps, "band" | "limits"> & { y: AxisScale }) => {
  const { left, right } = panelBox;
  return (
    <g>
      {band && (
        <rect
          {...fill("s2")}
          x={left}
          y={px(y.at(band[1]))}
          width={right - left}
          height={px(y.at(band[0]) - y.at(band[1]))}
          fill-opacity="0.13"
        />
      )}
      {limits.map((limit) => (
        <line
          key={limit}
          {...stroke("bad")}
          x1={left}
          x2={right}
          y1={px(y.at(limit))}
          y2={px(y.at(limit))}
          stroke-dasharray="4 3"
        />
      ))}
    </g>
  );
};

/** Few points are marked: a line alone would not show where the looks were. */
const MARKED = 11;

const Line = ({ points, token, dash }: Omit<PanelLine, "values"> & { points: ReadonlyArray<Point> }) => (
  <g>
    <path {...stroke(token)} d={linePath(points)} fill="none" stroke-width="1.7" stroke-dasharray={dash} />
    {points.length <= MARKED &&
      points.map(([cx, cy]) => <circle key={cx} {...fill(token)} cx={px(cx)} cy={px(cy)} r="2.2" />)}
  </g>
);

export const EpochPanel = (props: EpochPanelProps) => {
  const { id, name, title, epochs, lines, domain, log, describe } = props;
  const known = lines.flatMap(({ values }) => values.filter((value) => value !== null));
  const last = known.at(-1);
  const frame = { id, width, height, title: `${title}, ${name}` };
  if (last === undefined)
    return (
      <Plot {...frame} description="Nothing was measured.">
        <PanelName name={name} />
        <NoData width={width} height={height} text="nothing was measured" />
      </Plot>
    );
  const x = axisScale({
    domain: [epochs[0] ?? 0, Math.max(epochs.at(-1) ?? 1, (epochs[0] ?? 0) + 1e-6)],
    range: [panelBox.left + 4, panelBox.right - 4],
    ticks: 4,
  });
  const y = axisScale({ domain, range: [panelBox.bottom - 3, panelBox.top], log, ticks: 3, nice: !log });
  return (
    <Plot {...frame} description={describe(last)}>
      <PanelName name={name} />
      <Band y={y} {...props} />
      <Grid scale={y} />
      <XAxis box={panelBox} scale={x} inside />
      {lines.map(({ values, ...line }) => (
        <Line
          key={line.token}
          {...line}
          points={values.flatMap(
            (value, at): ReadonlyArray<Point> =>
              value === null ? [] : [[x.at(epochs[at] ?? 0), y.at(value)]],
          )}
        />
      ))}
    </Plot>
  );
};
