/** @jsxImportSource preact */
/** The steps in order with their state and time: a strip of boxes. */
import type { StepSummary } from "../RunInput.ts";
import { durationText } from "../texts/durationText.ts";
import { shortText } from "../texts/shortText.ts";
import { Plot, px } from "./Plot.tsx";
import { fill, stroke } from "./paint.ts";

const width = 1218;
const perRow = 6;
const rowHeight = 62;

const signs = { succeeded: "✓", infeasible: "✕", failed: "✕", skipped: "–" } as const;
const paints = { succeeded: "ok", infeasible: "bad", failed: "bad", skipped: "mut" } as const;

export const PipelineChart = ({ steps }: { steps: ReadonlyArray<StepSummary> }) => {
  const columns = Math.min(perRow, Math.max(1, steps.length));
  const gap = 34;
  const size = Math.min(300, (width - gap * (columns - 1)) / columns);
  const height = Math.max(1, Math.ceil(steps.length / columns)) * rowHeight;
  const done = steps.filter(({ status }) => status === "succeeded").length;
  return (
    <Plot
      id="pipeline"
      width={width}
      height={height}
      title="Steps with their times"
      description={`${done} of ${steps.length} steps succeeded.`}
    >
      {steps.map(({ id, kind, status, durationMillis }, index) => {
        const x = px((index % columns) * (size + gap));
        const y = Math.floor(index / columns) * rowHeight + 4;
        const time = status === "skipped" ? "skipped" : durationText(durationMillis);
        return (
          <g key={id}>
            <rect
              class={`f-soft k-${paints[status]}`}
              fill="#f4f6f8"
              stroke="#57606a"
              x={x + 1}
              y={y}
              width={px(size - 2)}
              height="44"
              rx="6"
            />
            <text {...fill("ink")} x={x + 12} y={y + 19} font-size="13" font-weight="600">
              {`${signs[status]} ${shortText(id, Math.floor(size / 9))}`}
            </text>
            <text {...fill("mut")} x={x + 12} y={y + 35}>
              {shortText(
                `${time}${kind === id ? "" : `, ${kind}`}${status === "succeeded" || status === "skipped" ? "" : `, ${status}`}`,
                Math.floor(size / 6.5),
              )}
            </text>
            {index < steps.length - 1 && (index + 1) % columns !== 0 && (
              <path
                {...stroke("mut")}
                d={`M${px(x + size + 4)},${y + 22}h${gap - 10}m-5,-4l5,4l-5,4`}
                fill="none"
              />
            )}
          </g>
        );
      })}
    </Plot>
  );
};
