/** @jsxImportSource preact */
/** The confusion matrix in per cent of the true class: right ones in one hue, mistakes in another. */
import type { Confusion } from "../StepDetail.ts";
import { shortText } from "../texts/shortText.ts";
import { Plot, px } from "./Plot.tsx";
import { fill } from "./paint.ts";

export interface ConfusionProps {
  readonly id: string;
  readonly confusion: Confusion;
}

const width = 586;
const height = 386;
const LETTERS = 14;

/** Per cent with as many figures as fit a cell: 97, 3.8, and nothing for 0. */
const cellText = (share: number): string => {
  const percent = 100 * share;
  if (percent === 0) return "";
  return percent >= 9.95 ? String(Math.round(percent)) : String(Number(percent.toFixed(1)));
};

/** Squares deep enough for white text carry it; on the others the page's ink stands. Fixed grounds in both themes. */
const Cell = (props: {
  x: number;
  y: number;
  size: number;
  share: number;
  right: boolean;
  texted: boolean;
}) => {
  const { x, y, size, share, right, texted } = props;
  // square roots keep the small shares visible
  const depth = right ? Math.sqrt(share) : Math.min(1, Math.sqrt(share) * 1.6);
  const deep = depth > 0.62;
  return (
    <g>
      <rect
        {...fill(right ? "hit" : "miss")}
        x={px(x)}
        y={px(y)}
        width={px(size - 1)}
        height={px(size - 1)}
        fill-opacity={share === 0 ? 0.03 : px(10 * (0.06 + 0.94 * depth)) / 10}
      />
      {texted && share > 0 && (
        <text
          {...fill(deep ? "onhit" : "ink")}
          x={px(x + size / 2 - 0.5)}
          y={px(y + size / 2 + 3.5)}
          text-anchor="middle"
          font-weight={right ? "700" : "400"}
        >
          {cellText(share)}
        </text>
      )}
    </g>
  );
};

export const ConfusionChart = ({ id, confusion: { labels, counts } }: ConfusionProps) => {
  const n = Math.max(1, labels.length);
  const longest = Math.max(...labels.map((label) => Math.min(LETTERS, label.length)), 1);
  const left = Math.max(60, longest * 7 + 34);
  const slanted = longest > 3;
  const below = slanted ? longest * 5 + 34 : 40;
  const size = Math.min(34, (height - 8 - below) / n, (width - left - 40) / n);
  const start = left + Math.max(0, (width - left - 40 - size * n) / 2);
  const labelled = size >= 10;
  const axis = start - longest * 7 - 18;
  const bottom = 8 + size * n;
  const right = counts.reduce((sum, row, index) => sum + (row[index] ?? 0), 0);
  const all = counts.flat().reduce((sum, count) => sum + count, 0);
  return (
    <Plot
      id={id}
      width={width}
      height={height}
      title="Confusion matrix"
      description={`${right} of ${all} examples on the diagonal, ${n} classes.`}
    >
      {counts.map((row, actual) => {
        const sum = row.reduce((total, count) => total + count, 0);
        const y = 8 + actual * size;
        return (
          <g key={labels[actual]}>
            {labelled && (
              <text {...fill("mut")} x={start - 7} y={px(y + size / 2 + 4)} text-anchor="end">
                {shortText(labels[actual] ?? String(actual), LETTERS)}
              </text>
            )}
            {row.map((count, predicted) => (
              <Cell
                key={labels[predicted]}
                x={start + predicted * size}
                y={y}
                size={size}
                share={sum === 0 ? 0 : count / sum}
                right={actual === predicted}
                texted={size >= 21}
              />
            ))}
          </g>
        );
      })}
      {labelled &&
        labels.map((label, index) => {
          const x = px(start + (index + 0.5) * size);
          const y = px(bottom + 13);
          return (
            <text
              key={label}
              {...fill("mut")}
              x={x}
              y={y}
              text-anchor={slanted ? "end" : "middle"}
              transform={slanted ? `rotate(-45 ${x} ${y})` : undefined}
            >
              {shortText(label, LETTERS)}
            </text>
          );
        })}
      <text {...fill("mut")} x={px(start + (size * n) / 2)} y={px(bottom + below - 8)} text-anchor="middle">
        predicted class
      </text>
      <text
        {...fill("mut")}
        x={px(axis)}
        y={px(8 + (size * n) / 2)}
        text-anchor="middle"
        transform={`rotate(-90 ${px(axis)} ${px(8 + (size * n) / 2)})`}
      >
        true class
      </text>
    </Plot>
  );
};
