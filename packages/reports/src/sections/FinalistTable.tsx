/** @jsxImportSource preact */
/** The finalists on fresh seeds: each seed, mean, standard deviation, and the test set. */

import type { StudyInput } from "../StudyInput.ts";
import { finalistsSentence } from "../sentences/finalistsSentence.ts";
import { mainTest } from "../sentences/studyHeadline.ts";
import type { FinalistFacts, Summary } from "../studyFacts.ts";
import { differenceText, metricLabel, metricText } from "../texts/metricText.ts";
import { Scrollable } from "./Scrollable.tsx";

const Metric = ({ path, value }: { path: string; value: number | undefined }) =>
  value === undefined ? <td>–</td> : <td data-value={value}>{metricText(path, value)}</td>;

const Spread = ({ path, summary }: { path: string; summary: Summary | undefined }) => (
  <>
    <Metric path={path} value={summary?.mean} />
    {summary?.deviation === undefined ? (
      <td>–</td>
    ) : (
      <td data-value={summary.deviation}>{differenceText(path, summary.deviation)}</td>
    )}
  </>
);

/** Nothing where no finalist was run. */
export const FinalistTable = (props: {
  finalists: ReadonlyArray<FinalistFacts>;
  objective: StudyInput["objective"];
  winner: number | undefined;
  tried: number;
}) => {
  const { finalists, objective, winner, tried } = props;
  if (finalists.length === 0) return null;
  const repeats = [...new Set(finalists.flatMap(({ input }) => input.repeats.map(({ repeat }) => repeat)))];
  const test = finalists
    .map((finalist) => mainTest(finalist.test, objective.path)?.[0])
    .find((name) => name !== undefined);
  const label = metricLabel(objective.path);
  return (
    <section aria-labelledby="finalists">
      <h2 id="finalists">Finalists</h2>
      <p class="mut">
        {finalistsSentence(finalists.length, repeats.length, label, tried, test !== undefined)}
      </p>
      <Scrollable class="card rows" label="Table of finalists">
        <table class="finalists">
          <thead>
            <tr>
              <th scope="col">trial</th>
              {repeats.map((repeat, index) => (
                <th key={repeat} scope="col">{`${index === 0 ? `${label}, ` : ""}seed ${repeat}`}</th>
              ))}
              <th scope="col">mean</th>
              <th scope="col">sd</th>
              {test && <th scope="col">{`${metricLabel(test)}, mean`}</th>}
              {test && <th scope="col">sd</th>}
            </tr>
          </thead>
          <tbody>
            {finalists.map((finalist) => (
              <tr
                key={finalist.input.trial}
                data-trial={finalist.input.trial}
                class={finalist.input.trial === winner ? "win" : undefined}
              >
                <td data-value={finalist.input.trial}>
                  {`#${finalist.input.trial}${finalist.input.trial === winner ? " winner" : ""}`}
                </td>
                {repeats.map((repeat) => (
                  <Metric
                    key={repeat}
                    path={objective.path}
                    value={finalist.input.repeats.find((each) => each.repeat === repeat)?.objective}
                  />
                ))}
                <Spread path={objective.path} summary={finalist.objective} />
                {test && <Spread path={test} summary={finalist.test.get(test)} />}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrollable>
    </section>
  );
};
