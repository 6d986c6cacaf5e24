/** @jsxImportSource preact */
/** What needs attention, each line opening to evidence, reason and remedy; what passed is folded into one, and so is what did not apply. */
import type { Finding, Patch, Remedy } from "@attune/core";
import { checksSentence } from "../sentences/checksSentence.ts";
import { applyCommand } from "../texts/applyCommand.ts";
import { countText } from "../texts/countText.ts";
import { patchDiff } from "../texts/patchDiff.ts";
import { titleOf } from "../texts/titleOf.ts";
import { Code } from "./Code.tsx";
import type { FindingLine } from "./collectFindings.ts";
import { Listing } from "./Listing.tsx";

const chips = {
  fail: ["bad", "✕ fail"],
  error: ["bad", "✕ error"],
  warn: ["warn", "! warn"],
  info: ["info", "i info"],
  waived: ["info", "– waived"],
  pass: ["ok", "✓ pass"],
  not_applicable: ["info", "– n/a"],
} as const;

const Chip = ({ status }: { status: FindingLine["status"] }) => (
  <span class={`chip ${chips[status][0]}`}>{chips[status][1]}</span>
);

/** The experiment that a remedy changes, to show the change and the command that makes it. */
export interface PatchedExperiment {
  readonly file: string;
  readonly yaml: string;
}

const Diff = ({ yaml, patch }: { yaml: string; patch: Patch }) => {
  const diff = patchDiff(yaml, patch);
  return diff === undefined ? null : <Listing label={`Change of ${patch.path}`} text={diff} />;
};

const RemedyText = (props: {
  line: FindingLine;
  remedy: Remedy;
  index: number;
  experiment: PatchedExperiment;
}) => {
  const { line, remedy, index, experiment } = props;
  const { text, patch } = remedy;
  return (
    <dd>
      {text}
      {patch && (
        <>
          {" "}
          <code>{`${patch.path}: ${JSON.stringify(patch.value)}`}</code>
          <Diff yaml={experiment.yaml} patch={patch} />
          {line.applied !== undefined && line.finding && (
            <Code
              label={`the command for ${line.code}, remedy ${index + 1}`}
              text={applyCommand(
                {
                  code: line.code,
                  file: experiment.file,
                  options: line.applied,
                  remedies: line.finding.remedies,
                },
                index,
              )}
            />
          )}
        </>
      )}
    </dd>
  );
};

/** From the earliest cause on; of one finding there is no order to tell. */
const Chain = ({ chain }: { chain: ReadonlyArray<Finding> }) =>
  chain.length < 2 ? null : (
    <>
      <p class="mut">From the earliest cause to what it may have led to:</p>
      <ol class="chain">
        {chain.map(({ code, name, severity }) => (
          <li key={code}>
            <Chip status={severity} />
            <a href={`#finding-${code}`}>{titleOf(name)}</a>
          </li>
        ))}
      </ol>
    </>
  );

const placesText = (places: ReadonlyArray<string>): string =>
  places.length <= 12
    ? places.join(", ")
    : `${places.slice(0, 12).join(", ")} and ${places.length - 12} more`;

const Line = ({ line, experiment }: { line: FindingLine; experiment: PatchedExperiment }) => (
  <details id={line.anchor}>
    <summary>
      <Chip status={line.status} />
      <span class="what">
        {`${titleOf(line.name)}${line.share ? ` in ${line.share}` : ""}: ${line.evidence}`}
      </span>
    </summary>
    <dl>
      <dt>Code</dt>
      <dd>{line.code}</dd>
      <dt>Where</dt>
      <dd>{line.finding ? `${placesText(line.places)}; ${line.finding.where}` : placesText(line.places)}</dd>
      {line.finding && (
        <>
          <dt>Reason</dt>
          <dd>{line.finding.reason}</dd>
          {line.finding.remedies.map((remedy, index) => (
            <>
              <dt>{index === 0 ? "Remedy" : "or"}</dt>
              <RemedyText line={line} remedy={remedy} index={index} experiment={experiment} />
            </>
          ))}
          <dt>Source</dt>
          <dd>{line.finding.source}</dd>
        </>
      )}
    </dl>
  </details>
);

const Folded = ({
  lines,
  status,
  did,
}: {
  lines: ReadonlyArray<FindingLine>;
  status: FindingLine["status"];
  /** `passed` */
  did: string;
}) => (
  <details>
    <summary>
      <Chip status={status} />
      <span class="mut">{`${countText(lines.length, "check")} ${did}`}</span>
    </summary>
    <ul>
      {lines.map(({ code, name, evidence, share }) => (
        <li key={code}>{`${code} ${titleOf(name)}${share ? ` in ${share}` : ""}: ${evidence}`}</li>
      ))}
    </ul>
  </details>
);

interface FoldProps {
  readonly lines: ReadonlyArray<FindingLine>;
  readonly status: FindingLine["status"];
  /** `3 notes` */
  readonly what: string;
  readonly experiment: PatchedExperiment;
}

/** Findings under one line that names them. One alone needs no fold. */
const Fold = ({ lines, status, what, experiment }: FoldProps) => {
  const all = lines.map((line) => (
    <Line key={`${line.code} ${line.status}`} line={line} experiment={experiment} />
  ));
  if (lines.length < 2) return <>{all}</>;
  const names = lines.map(({ name }) => titleOf(name).toLowerCase()).join(", ");
  return (
    <details class="notes">
      <summary>
        <Chip status={status} />
        <span class="mut">{`${what}: ${names}`}</span>
      </summary>
      {all}
    </details>
  );
};

export interface FindingsProps {
  readonly lines: ReadonlyArray<FindingLine>;
  readonly experiment: PatchedExperiment;
  readonly chain?: ReadonlyArray<Finding>;
}

/** Nothing where nothing was checked. */
export const Findings = ({ lines, experiment, chain = [] }: FindingsProps) => {
  const of = (...wanted: ReadonlyArray<FindingLine["status"]>) =>
    lines.filter(({ status }) => wanted.includes(status));
  const grave = of("fail", "error", "warn");
  const attention = grave.filter(({ aside }) => !aside);
  const aside = grave.filter((line) => line.aside);
  const waived = of("waived");
  const notes = of("info");
  const passed = of("pass");
  const silent = of("not_applicable");
  const sentence = checksSentence(attention.length, passed.length);
  if (lines.length === 0) return null;
  return (
    <section aria-labelledby="checks">
      <h2 id="checks">Checks</h2>
      {sentence && <p class="mut">{sentence}</p>}
      <Chain chain={chain} />
      <div class="card findings">
        {[...attention, ...waived].map((line) => (
          <Line key={`${line.code} ${line.status}`} line={line} experiment={experiment} />
        ))}
        <Fold
          lines={aside}
          status="warn"
          what={`${countText(aside.length, "warning")} of some trials, not of the best`}
          experiment={experiment}
        />
        <Fold lines={notes} status="info" what={countText(notes.length, "note")} experiment={experiment} />
        {passed.length > 0 && <Folded lines={passed} status="pass" did="passed" />}
        {silent.length > 0 && <Folded lines={silent} status="not_applicable" did="did not apply" />}
      </div>
    </section>
  );
};
