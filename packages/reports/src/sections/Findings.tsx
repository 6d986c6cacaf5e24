/** @jsxImportSource preact */
/** What needs attention, each line opening to evidence, reason and remedy; what passed is folded into one, and so is what did not apply. */
import type { Remedy } from "@attune/core";
import { checksSentence } from "../sentences/checksSentence.ts";
import { countText } from "../texts/countText.ts";
import type { FindingLine } from "./collectFindings.ts";

const chips = {
  fail: ["bad", "✕ fail"],
  error: ["bad", "✕ error"],
  warn: ["warn", "! warn"],
  info: ["info", "i info"],
  waived: ["info", "– waived"],
  pass: ["ok", "✓ pass"],
  not_applicable: ["info", "– not applicable"],
} as const;

const Chip = ({ status }: { status: FindingLine["status"] }) => (
  <span class={`chip ${chips[status][0]}`}>{chips[status][1]}</span>
);

/** `lossAtInit` becomes `Loss at init`. */
export const titleOf = (name: string): string => {
  const words = name.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const RemedyText = ({ remedy: { text, patch } }: { remedy: Remedy }) => (
  <dd>
    {text}
    {patch && (
      <>
        {" "}
        <code>{`${patch.path}: ${JSON.stringify(patch.value)}`}</code>
      </>
    )}
  </dd>
);

const placesText = (places: ReadonlyArray<string>): string =>
  places.length <= 12
    ? places.join(", ")
    : `${places.slice(0, 12).join(", ")} and ${places.length - 12} more`;

const Line = ({ line }: { line: FindingLine }) => (
  <details>
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
              <RemedyText remedy={remedy} />
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

/** Nothing where nothing was checked. */
export const Findings = ({ lines }: { lines: ReadonlyArray<FindingLine> }) => {
  const passed = lines.filter(({ status }) => status === "pass");
  const silent = lines.filter(({ status }) => status === "not_applicable");
  const open = lines.filter((line) => !passed.includes(line) && !silent.includes(line));
  const attention = open.filter(({ status }) => status !== "info" && status !== "waived");
  const sentence = checksSentence(attention.length, passed.length);
  if (lines.length === 0) return null;
  return (
    <section aria-labelledby="checks">
      <h2 id="checks">Checks</h2>
      {sentence && <p class="mut">{sentence}</p>}
      <div class="card findings">
        {open.map((line) => (
          <Line key={`${line.code} ${line.status}`} line={line} />
        ))}
        {passed.length > 0 && <Folded lines={passed} status="pass" did="passed" />}
        {silent.length > 0 && <Folded lines={silent} status="not_applicable" did="did not apply" />}
      </div>
    </section>
  );
};
