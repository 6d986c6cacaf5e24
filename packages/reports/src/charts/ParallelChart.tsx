/** @jsxImportSource preact */
/**
 * Parallel coordinates: a line for each trial with a result. It opens with the best tenth in colour and the others as
 * faint ground; the client's brush moves lines between the two.
 */
import { isLog } from "../edgesTouched.ts";
import type { ObjectiveInput, ParameterInput, ParameterValue, TrialInput } from "../StudyInput.ts";
import { type RankedTrial, rankTrials } from "../studyFacts.ts";
import { metricLabel } from "../texts/metricText.ts";
import { parameterLabels } from "../texts/parameterLabels.ts";
import { shortText } from "../texts/shortText.ts";
import { type AxisScale, axisScale } from "./axisScale.ts";
import { linePath, type Point } from "./linePath.ts";
import { NoData } from "./NoData.tsx";
import { Plot, px } from "./Plot.tsx";
import { fill, stroke } from "./paint.ts";
import { robustRange } from "./robustRange.ts";

export interface ParallelProps {
  readonly parameters: ReadonlyArray<ParameterInput>;
  readonly trials: ReadonlyArray<TrialInput>;
  readonly objective: ObjectiveInput;
  readonly top: ReadonlySet<number>;
}

const width = 1218;
const height = 320;
const top = 34;
const bottom = height - 26;
/** Where a hyperparameter does not count, its line passes below the axis. */
const absent = height - 8;

interface Axis {
  readonly key: string;
  readonly label: string;
  readonly ticks: AxisScale["ticks"];
  readonly at: (trial: RankedTrial) => number;
}

const valueAxis = (parameter: ParameterInput, label: string): Axis => {
  const { name, space } = parameter;
  const of = (at: (value: ParameterValue) => number) => (trial: RankedTrial) => {
    const value = trial.assignment[name];
    return value === undefined ? absent : at(value);
  };
  if (space.kind === "choice") {
    const step = (bottom - top) / Math.max(1, space.options.length);
    const center = (index: number) => top + step * (index + 0.5);
    const ticks = space.options.map((option, index) => ({ at: center(index), text: shortText(option, 14) }));
    return {
      key: name,
      label,
      ticks,
      at: of((value) => center(Math.max(0, space.options.indexOf(String(value))))),
    };
  }
  const scale = axisScale({ domain: [space.low, space.high], range: [bottom, top], log: isLog(space) });
  return { key: name, label, ticks: scale.ticks, at: of((value) => scale.at(Number(value))) };
};

const objectiveAxis = (ranked: ReadonlyArray<RankedTrial>, objective: ObjectiveInput): Axis => {
  const values = ranked.map((trial) => trial.objective);
  const domain = robustRange(values, objective.direction === "maximize" ? "low" : "high") ?? [0, 1];
  const scale = axisScale({ domain, range: [bottom, top] });
  return {
    key: "objective",
    label: metricLabel(objective.path),
    ticks: scale.ticks,
    at: (trial) => scale.at(trial.objective),
  };
};

const AxisMark = ({ axis, x }: { axis: Axis; x: number }) => (
  <g data-axis={axis.key} data-x={x} data-top={top} data-bottom={bottom}>
    <text {...fill("ink")} x={x} y={16} text-anchor="middle" font-weight="600">
      <title>{axis.key}</title>
      {shortText(axis.label, 20)}
    </text>
    <line {...stroke("mut")} x1={x} x2={x} y1={top} y2={bottom} />
    {axis.ticks.map(({ at, text }) => (
      <text
        key={text}
        class="f-ink k-card"
        fill="#24292f"
        stroke="#ffffff"
        stroke-width="3"
        paint-order="stroke"
        x={x - 5}
        y={px(at + 4)}
        text-anchor="end"
      >
        {text}
      </text>
    ))}
  </g>
);

export const ParallelChart = (props: ParallelProps) => {
  const { parameters, trials, objective } = props;
  const ranked = rankTrials(trials, objective);
  const frame = { id: "parallel", width, title: "All hyperparameters of each trial" };
  if (ranked.length === 0)
    return (
      <Plot {...frame} height={120} description="No trial has a result.">
        <NoData width={width} height={120} text="no trial has a result" />
      </Plot>
    );
  const labels = parameterLabels(parameters.map(({ name }) => name));
  const axes = [
    ...parameters.map((parameter) => valueAxis(parameter, labels.get(parameter.name) ?? parameter.name)),
    objectiveAxis(ranked, objective),
  ];
  const place = (index: number) => px(90 + (index * (width - 170)) / Math.max(1, axes.length - 1));
  const selected = (number: number) => props.top.has(number);
  // the best lie on top, so they are drawn last
  const lines = ranked
    .toReversed()
    .toSorted((a, b) => Number(selected(a.number)) - Number(selected(b.number)));
  return (
    <Plot
      {...frame}
      height={height}
      description={`${props.top.size} of ${trials.length} trials, the best tenth, are marked over ${axes.length} axes.`}
    >
      <g fill="none">
        {lines.map((trial) => {
          const points = axes.map((axis, index): Point => [place(index), axis.at(trial)]);
          const on = selected(trial.number);
          return (
            <path
              key={trial.number}
              data-trial={trial.number}
              data-y={points.map(([, y]) => px(y)).join(" ")}
              class={on ? "par on" : "par"}
              stroke={on ? "#b35900" : "#57606a"}
              stroke-opacity={on ? 0.85 : 0.1}
              stroke-width={trial === ranked[0] ? 2.6 : 1.3}
              d={linePath(points)}
            />
          );
        })}
      </g>
      {axes.map((axis, index) => (
        <AxisMark key={axis.key} axis={axis} x={place(index)} />
      ))}
    </Plot>
  );
};
