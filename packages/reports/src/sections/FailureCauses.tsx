/** @jsxImportSource preact */
/** What infeasible trials died of, by their share of trials and of the time that was spent. */
import type { FailureCause } from "../failureCauses.ts";
import type { FailureBrief } from "../StudyInput.ts";
import { lastGoodSentence } from "../sentences/lastGoodSentence.ts";
import { titleOf } from "../texts/titleOf.ts";
import { Scrollable } from "./Scrollable.tsx";
import { TraceFigures } from "./TraceFigures.tsx";

const percent = (share: number): string => `${Math.round(100 * share)} %`;

const Row = ({ cause: { code, name, trials, trialShare, budgetShare, chain } }: { cause: FailureCause }) => (
  <tr>
    <td class="text">
      <a href={`#finding-${code}`}>{`${code} ${titleOf(name).toLowerCase()}`}</a>
    </td>
    <td data-value={trials.length}>{`${trials.length} (${percent(trialShare)})`}</td>
    <td data-value={budgetShare}>{percent(budgetShare)}</td>
    <td class="text">
      {chain
        .slice(1)
        .map((finding) => finding.code)
        .join(" → ") || "–"}
    </td>
    <td class="text">{`#${trials.slice(0, 8).join(", #")}${trials.length > 8 ? " …" : ""}`}</td>
  </tr>
);

export interface FailureCausesProps {
  readonly causes: ReadonlyArray<FailureCause>;
  readonly example: FailureBrief | undefined;
}

/** Nothing where no trial was infeasible for a known reason. */
export const FailureCauses = ({ causes, example }: FailureCausesProps) =>
  causes.length === 0 ? null : (
    <div class="stack">
      <h2 id="failures">Why trials failed</h2>
      <Scrollable class="card rows" label="Causes of failure">
        <table>
          <thead>
            <tr>
              {["earliest cause", "trials", "training time", "then", "which"].map((column, at) => (
                <th key={column} scope="col" class={at === 1 || at === 2 ? undefined : "text"}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {causes.map((cause) => (
              <Row key={cause.code} cause={cause} />
            ))}
          </tbody>
        </table>
      </Scrollable>
      {example && (
        <details class="card more">
          <summary>
            <h3>{`Trial #${example.trial} up to its end`}</h3>
            <span class="mut">{lastGoodSentence(example.watch)}</span>
          </summary>
          <TraceFigures id="failure" watch={example.watch} curve={example.curve} />
        </details>
      )}
    </div>
  );
