/** @jsxImportSource preact */
/** The figures of a search: its history, its curves, and its hyperparameters. */
import { CurvesChart, outsideCurves } from "../charts/CurvesChart.tsx";
import { bestCurves, curveOf, fanOf } from "../charts/fanOf.ts";
import { HistoryChart, outsideHistory } from "../charts/HistoryChart.tsx";
import { ParallelChart } from "../charts/ParallelChart.tsx";
import { SlicesChart } from "../charts/SlicesChart.tsx";
import { curveMetric } from "../curveMetric.ts";
import type { StudyInput } from "../StudyInput.ts";
import { curvesSentence } from "../sentences/curvesSentence.ts";
import { historySentence } from "../sentences/historySentence.ts";
import { parallelSentence } from "../sentences/parallelSentence.ts";
import { slicesSentence } from "../sentences/slicesSentence.ts";
import type { StudyFacts } from "../studyFacts.ts";
import { metricLabel } from "../texts/metricText.ts";
import { Figure } from "./Figure.tsx";

const worseOf = (metric: string): "low" | "high" => (metric.endsWith("loss") ? "high" : "low");

/** The curves of the objective's scalar; undefined where no trial has one. */
export const curvesOf = (input: StudyInput) => {
  const metric = curveMetric(
    input.objective.path,
    input.trials.map(({ curve }) => curve),
  );
  if (metric === undefined) return undefined;
  const curves = input.trials
    .map((trial) => curveOf(trial, metric))
    .filter(({ points }) => points.length > 0);
  return { metric, curves, worse: worseOf(metric) };
};

export type StudyCurves = NonNullable<ReturnType<typeof curvesOf>>;

const CurvesFigure = ({ curves: drawn, facts }: { curves: StudyCurves; facts: StudyFacts }) => {
  const { metric, curves } = drawn;
  const best = bestCurves(curves, facts.ranked);
  const outside = outsideCurves(drawn);
  return (
    <Figure
      title={`Learning curves: ${metricLabel(metric)}`}
      caption={curvesSentence("bands", curves.length, best.length, outside)}
      liveCaption={curvesSentence("lines", curves.length, best.length, outside)}
      name="curves"
      status
      data={{
        columns: ["epoch", "trials", "5 %", "25 %", "median", "75 %", "95 %"],
        rows: fanOf(curves).map(({ epoch, n, quantiles }) => [epoch, n, ...quantiles]),
      }}
    >
      <CurvesChart {...drawn} ranked={facts.ranked} />
    </Figure>
  );
};

/** How the search went, and where good settings lie. */
export const SearchFigures = ({
  input,
  facts,
  curves,
}: {
  input: StudyInput;
  facts: StudyFacts;
  curves: StudyCurves | undefined;
}) => {
  const { trials, objective, parameters } = input;
  const count = (state: string) => trials.filter((trial) => trial.state === state).length;
  const conditional = facts.ranked.filter(({ assignment }) =>
    parameters.some(({ name }) => assignment[name] === undefined),
  ).length;
  const toTable = { link: "#trials", text: "The table of trials holds these numbers." };
  const parallelTools = (
    <div class="tools needs-script" hidden>
      <button type="button" id="par-top">
        Top 10 %
      </button>
      <button type="button" id="par-clear">
        Clear
      </button>
      <span role="status" id="par-status">
        {`${facts.top.size} of ${facts.ranked.length} trials selected`}
      </span>
    </div>
  );
  return (
    <>
      <h2 id="history-section">How the search went</h2>
      <div class="pair">
        <Figure
          title="Optimisation history"
          caption={historySentence(
            facts.ranked.length,
            count("infeasible"),
            count("failed"),
            outsideHistory(input),
          )}
          data={toTable}
        >
          <HistoryChart trials={trials} objective={objective} />
        </Figure>
        {curves && <CurvesFigure curves={curves} facts={facts} />}
      </div>
      {parameters.length > 0 && (
        <div class="stack">
          <h2 id="parameters">Where good settings lie</h2>
          <Figure
            title="Slices"
            caption={slicesSentence(
              metricLabel(objective.path),
              facts.ranked.length,
              facts.top.size,
              count("infeasible"),
              outsideHistory(input),
            )}
            data={toTable}
            wide
          >
            <SlicesChart {...{ parameters, trials, objective, top: facts.top }} />
          </Figure>
          <Figure
            title="Parallel coordinates"
            caption={parallelSentence(facts.ranked.length, facts.top.size, conditional)}
            data={toTable}
            name="parallel"
            tools={parallelTools}
            wide
          >
            <ParallelChart {...{ parameters, trials, objective, top: facts.top }} />
          </Figure>
        </div>
      )}
    </>
  );
};
