/** @jsxImportSource preact */
/** All trials, best first; columns that hold one value for all are left out and named below. */

import type { ParameterInput, ParameterValue, StudyInput, TrialInput } from "../StudyInput.ts";
import type { StudyFacts } from "../studyFacts.ts";
import { durationText } from "../texts/durationText.ts";
import { metricLabel, metricText } from "../texts/metricText.ts";
import { parameterLabels } from "../texts/parameterLabels.ts";
import { valueText } from "../texts/valueText.ts";
import { Scrollable } from "./Scrollable.tsx";

interface Column {
  /** By which filters name it; snake_case. */
  readonly key: string;
  readonly title: string;
  readonly text: boolean;
  readonly value: (trial: TrialInput) => ParameterValue | undefined;
  readonly show: (value: ParameterValue | undefined) => string;
}

const signs = { succeeded: "✓ succeeded", infeasible: "✕ infeasible", failed: "✕ failed" } as const;

const codesOf = ({ findings, error }: TrialInput): string =>
  [...new Set(findings.map(({ code }) => code)), ...(error === undefined ? [] : [error])].join(", ");

const number = (
  key: string,
  title: string,
  value: (trial: TrialInput) => number | undefined,
  show: (value: number) => string = String,
): Column => ({
  key,
  title,
  text: false,
  value,
  show: (given) => (typeof given === "number" ? show(given) : "–"),
});

const parameterColumn = (parameter: ParameterInput, label: string): Column => ({
  key: label,
  title: label,
  text: parameter.space.kind === "choice",
  value: ({ assignment }) => assignment[parameter.name],
  show: valueText,
});

const columnsOf = ({ parameters, objective }: StudyInput): ReadonlyArray<Column> => {
  const labels = parameterLabels(parameters.map(({ name }) => name));
  return [
    number(
      "trial",
      "trial",
      (trial) => trial.number,
      (value) => `#${value}`,
    ),
    {
      key: "state",
      title: "state",
      text: true,
      value: ({ state }) => state,
      show: (value) => signs[value as TrialInput["state"]], // the value above is a trial's state
    },
    number(
      "objective",
      metricLabel(objective.path),
      (trial) => trial.objective,
      (value) => metricText(objective.path, value),
    ),
    ...parameters.map((parameter) =>
      parameterColumn(parameter, labels.get(parameter.name) ?? parameter.name),
    ),
    number("epochs", "epochs", ({ epochs }) => epochs),
    number("millis", "time", ({ durationMillis }) => durationMillis, durationText),
    { key: "findings", title: "findings", text: true, value: codesOf, show: (value) => String(value ?? "") },
  ];
};

const Row = ({
  trial,
  columns,
  win,
}: {
  trial: TrialInput;
  columns: ReadonlyArray<Column>;
  win: boolean;
}) => (
  <tr class={win ? "win" : undefined} data-trial={trial.number}>
    {columns.map((column) => {
      const value = column.value(trial);
      const shown = column.show(value);
      return (
        <td
          key={column.key}
          class={column.text ? "text" : undefined}
          data-value={value === undefined ? undefined : String(value)}
          title={column.text && shown.length > 24 ? shown : undefined}
        >
          {shown}
        </td>
      );
    })}
  </tr>
);

const help = `words, or conditions such as learning_rate<1e-2 state=succeeded`;

export const TrialTable = ({ input, facts }: { input: StudyInput; facts: StudyFacts }) => {
  const { trials } = input;
  const all = columnsOf(input);
  const constant = (column: Column) =>
    trials.length > 1 &&
    column.key !== "trial" &&
    column.key !== "objective" &&
    new Set(trials.map(column.value)).size === 1;
  const hidden = all.filter(constant);
  const columns = all.filter((column) => !hidden.includes(column));
  const scored = new Set(facts.ranked.map((trial) => trial.number));
  const unscored = trials.filter((trial) => !scored.has(trial.number));
  const sameOf = (column: Column) =>
    `${column.title}: ${column.show(trials[0] && column.value(trials[0])) || "none"}`;
  return (
    <section aria-labelledby="trials">
      <h2 id="trials">Trials</h2>
      <div class="tools needs-script" hidden>
        <input type="search" id="filter" aria-label="Filter the trials" placeholder={help} />
        <span id="filter-count" role="status">
          {`${trials.length} of ${trials.length} trials`}
        </span>
      </div>
      {hidden.length > 0 && <p class="mut">{`Equal in all trials: ${hidden.map(sameOf).join("; ")}.`}</p>}
      <Scrollable class="card rows" label="Table of trials">
        <table class="trials">
          <thead>
            <tr>
              {columns.map(({ key, title, text }) => (
                <th key={key} scope="col" class={text ? "text" : undefined} data-key={key}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...facts.ranked, ...unscored].map((trial) => (
              <Row
                key={trial.number}
                trial={trial}
                columns={columns}
                win={trial.number === facts.best?.number}
              />
            ))}
          </tbody>
        </table>
      </Scrollable>
    </section>
  );
};
