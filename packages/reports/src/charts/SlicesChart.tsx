/** @jsxImportSource preact */
/** The objective against each hyperparameter, one small panel each. */
import { isLog } from "../edgesTouched.ts";
import type { ObjectiveInput, ParameterInput, ParameterValue, TrialInput } from "../StudyInput.ts";
import { rankTrials } from "../studyFacts.ts";
import { countText } from "../texts/countText.ts";
import { metricLabel } from "../texts/metricText.ts";
import { parameterLabels } from "../texts/parameterLabels.ts";
import { shortText } from "../texts/shortText.ts";
import { type Box, XAxis } from "./axes.tsx";
import { type AxisScale, axisScale } from "./axisScale.ts";
import { Cross, Triangle } from "./marks.tsx";
import { NoData } from "./NoData.tsx";
import { Plot, px } from "./Plot.tsx";
import { fill, stroke } from "./paint.ts";
import { robustRange } from "./robustRange.ts";

export interface SlicesProps {
  readonly parameters: ReadonlyArray<ParameterInput>;
  readonly trials: ReadonlyArray<TrialInput>;
  readonly objective: ObjectiveInput;
  readonly top: ReadonlySet<number>;
}

const width = 1218;
const panelHeight = 206;
const left = 50;
const gap = 22;

interface Placement {
  readonly scale: AxisScale;
  /** Undefined where the hyperparameter did not count. */
  readonly at: (value: ParameterValue | undefined, trial: number) => number | undefined;
}

/** Spreads the dots of one column, always the same for a trial: the golden ratio's fractions lie evenly. */
const jitter = (trial: number): number => ((trial * 0.618034) % 1) - 0.5;

const placement = ({ space }: ParameterInput, box: Box): Placement => {
  if (space.kind !== "choice") {
    const scale = axisScale({
      domain: [space.low, space.high],
      range: [box.left + 6, box.right - 6],
      log: isLog(space),
      ticks: 3,
    });
    return { scale, at: (value) => (typeof value === "number" ? scale.at(value) : undefined) };
  }
  const column = (box.right - box.left) / Math.max(1, space.options.length);
  const center = (index: number) => box.left + column * (index + 0.5);
  const letters = Math.max(3, Math.floor(column / 7));
  return {
    scale: {
      at: center,
      domain: [0, space.options.length - 1],
      ticks: space.options.map((option, index) => ({ at: center(index), text: shortText(option, letters) })),
    },
    at: (value, trial) => {
      const index = space.options.indexOf(String(value));
      return index < 0 ? undefined : center(index) + jitter(trial) * Math.min(30, column * 0.6);
    },
  };
};

/** The best lie on top, so they are drawn last. */
const groups = [
  { best: false, token: "s0", opacity: 0.35 },
  { best: true, token: "s1", opacity: 0.95 },
] as const;

const Mark = (props: {
  objective: number | undefined;
  x: number;
  y: AxisScale;
  floor: number;
  best: boolean;
}) => {
  const { objective, x, y, floor, best } = props;
  if (objective === undefined) return <Cross x={x} y={floor} token="bad" />;
  const [low, high] = y.domain;
  if (objective < low || objective > high)
    return <Triangle x={x} y={y.at(objective)} up={objective > high} />;
  return <circle cx={px(x)} cy={px(y.at(objective))} r={best ? 3 : 2.4} />;
};

const Panel = (
  props: SlicesProps & { parameter: ParameterInput; box: Box; y: AxisScale; label: string; first: boolean },
) => {
  const { parameter, box, y, label, first, trials, top } = props;
  const { scale, at } = placement(parameter, box);
  return (
    <g>
      <text {...fill("ink")} x={box.left} y={box.top - 8} font-weight="600">
        <title>{parameter.name}</title>
        {shortText(label, Math.floor((box.right - box.left) / 7))}
      </text>
      {y.ticks.map(({ at: place, text }) => (
        <g key={text}>
          <line {...stroke("grid")} x1={box.left} x2={box.right} y1={px(place)} y2={px(place)} />
          {first && (
            <text {...fill("mut")} x={box.left - 6} y={px(place + 4)} text-anchor="end">
              {text}
            </text>
          )}
        </g>
      ))}
      <XAxis box={box} scale={scale} inside={parameter.space.kind !== "choice"} />
      {groups.map(({ best, token, opacity }) => (
        <g key={token} {...fill(token)} fill-opacity={opacity}>
          {trials.map((trial) => {
            const x = at(trial.assignment[parameter.name], trial.number);
            if (x === undefined || trial.state === "failed" || top.has(trial.number) !== best) return null;
            return (
              <Mark
                key={trial.number}
                objective={trial.objective}
                x={x}
                y={y}
                floor={box.bottom}
                best={best}
              />
            );
          })}
        </g>
      ))}
    </g>
  );
};

export const SlicesChart = (props: SlicesProps) => {
  const { parameters, trials, objective, top } = props;
  const ranked = rankTrials(trials, objective);
  const shown = robustRange(
    ranked.map((trial) => trial.objective),
    objective.direction === "maximize" ? "low" : "high",
  );
  const columns = Math.min(Math.max(parameters.length, 1), 6);
  const rows = Math.max(1, Math.ceil(parameters.length / columns));
  const height = rows * panelHeight;
  const title = `${metricLabel(objective.path)} against each hyperparameter`;
  if (shown === undefined || parameters.length === 0)
    return (
      <Plot id="slices" width={width} height={120} title={title} description="No trial has a result.">
        <NoData width={width} height={120} text="no trial has a result" />
      </Plot>
    );
  const labels = parameterLabels(parameters.map(({ name }) => name));
  const panelWidth = Math.min(400, (width - left - gap * (columns - 1)) / columns);
  const description = `${countText(parameters.length, "panel")} of ${countText(ranked.length, "trial")}; the best ${top.size} are marked.`;
  return (
    <Plot id="slices" width={width} height={height} title={title} description={description}>
      {parameters.map((parameter, index) => {
        const start = left + (index % columns) * (panelWidth + gap);
        const above = Math.floor(index / columns) * panelHeight;
        const box: Box = {
          left: px(start),
          right: px(start + panelWidth),
          top: above + 24,
          bottom: above + 174,
        };
        const y = axisScale({ domain: shown, range: [box.bottom - 10, box.top + 6], ticks: 3 });
        const first = index % columns === 0;
        const label = labels.get(parameter.name) ?? parameter.name;
        return <Panel key={parameter.name} {...props} {...{ parameter, box, y, label, first }} />;
      })}
    </Plot>
  );
};
