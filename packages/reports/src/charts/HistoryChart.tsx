/** @jsxImportSource preact */
/** The objective of every trial in order, with the best so far. */

import type { ObjectiveInput, TrialInput } from "../StudyInput.ts";
import { rankTrials, signOf } from "../studyFacts.ts";
import { metricLabel, metricText } from "../texts/metricText.ts";
import { type Box, XAxis, YAxis } from "./axes.tsx";
import { axisScale } from "./axisScale.ts";
import { linePath, type Point } from "./linePath.ts";
import { Cross, Triangle } from "./marks.tsx";
import { NoData } from "./NoData.tsx";
import { Plot, px } from "./Plot.tsx";
import { dot, fill, stroke } from "./paint.ts";
import { robustRange } from "./robustRange.ts";

export interface HistoryProps {
  readonly trials: ReadonlyArray<TrialInput>;
  readonly objective: ObjectiveInput;
}

const width = 586;
const height = 270;
const box: Box = { left: 50, right: width - 12, top: 26, bottom: height - 38 };

const range = ({ trials, objective }: HistoryProps) =>
  robustRange(
    rankTrials(trials, objective).map((trial) => trial.objective),
    objective.direction === "maximize" ? "low" : "high",
  );

/** How many trials with an objective lie outside the range that is drawn. */
export const outsideHistory = (props: HistoryProps): number => {
  const shown = range(props);
  if (shown === undefined) return 0;
  return rankTrials(props.trials, props.objective).filter(
    ({ objective }) => objective < shown[0] || objective > shown[1],
  ).length;
};

/** The steps of the best so far: [trial number, objective], in the trials' order. */
export const bestSoFar = ({ trials, objective }: HistoryProps): ReadonlyArray<readonly [number, number]> => {
  const sign = signOf(objective);
  const steps: Array<readonly [number, number]> = [];
  for (const trial of rankTrials(trials, objective).toSorted((a, b) => a.number - b.number))
    if (steps.length === 0 || sign * trial.objective > sign * steps.at(-1)![1])
      steps.push([trial.number, trial.objective]);
  return steps;
};

export const HistoryChart = (props: HistoryProps) => {
  const { trials, objective } = props;
  const label = metricLabel(objective.path);
  const shown = range(props);
  const last = Math.max(1, ...trials.map(({ number }) => number));
  const x = axisScale({ domain: [0, last], range: [box.left + 6, box.right - 6], ticks: 6, whole: true });
  const steps = bestSoFar(props);
  const best = steps.at(-1);
  const frame = { id: "history", width, height, title: `${label} by trial` };
  if (shown === undefined || best === undefined)
    return (
      <Plot {...frame} description="No trial has a result.">
        <NoData width={width} height={height} text="no trial has a result" />
      </Plot>
    );
  const y = axisScale({ domain: shown, range: [box.bottom - 12, box.top + 8] });
  const corners = steps.flatMap(([number, value], index): ReadonlyArray<Point> => {
    const before = steps[index - 1];
    const here: Point = [x.at(number), y.at(value)];
    return before ? [[x.at(number), y.at(before[1])], here] : [here];
  });
  const line: ReadonlyArray<Point> = [...corners, [x.at(last), y.at(best[1])]];
  const above = x.at(best[0]) > box.right - 60;
  return (
    <Plot
      {...frame}
      description={`Best: ${metricText(objective.path, best[1])}, trial ${best[0]} of ${trials.length}.`}
    >
      <YAxis box={box} scale={y} title={label} />
      <XAxis box={box} scale={x} title="trial" />
      <g {...fill("s0")} fill-opacity="0.45">
        {trials.map(({ number, state, objective: value }) => {
          if (state !== "succeeded" || value === undefined)
            return (
              <Cross
                key={number}
                x={x.at(number)}
                y={box.bottom}
                token={state === "failed" ? "mut" : "bad"}
              />
            );
          if (value < shown[0] || value > shown[1])
            return <Triangle key={number} x={x.at(number)} y={y.at(value)} up={value > shown[1]} />;
          return <circle key={number} cx={px(x.at(number))} cy={px(y.at(value))} r="2.6" />;
        })}
      </g>
      <path {...stroke("s0")} d={linePath(line)} fill="none" stroke-width="1.5" />
      <circle {...dot("s1", "card")} cx={px(x.at(best[0]))} cy={px(y.at(best[1]))} r="5.5" stroke-width="2" />
      <text
        {...fill("s0")}
        x={px(x.at(best[0]) + (above ? -9 : 9))}
        y={px(y.at(best[1]) - 8)}
        text-anchor={above ? "end" : "start"}
        font-weight="700"
      >
        {`#${best[0]}`}
      </text>
    </Plot>
  );
};
