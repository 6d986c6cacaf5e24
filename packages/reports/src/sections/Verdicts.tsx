/** @jsxImportSource preact */
/** The cards that answer in ten seconds. A verdict that could not be computed has no card. */
import type { Verdict } from "../sentences/trustVerdict.ts";

export interface LabelledVerdict {
  readonly label: string;
  readonly verdict: Verdict | undefined;
}

export const Verdicts = ({ verdicts }: { verdicts: ReadonlyArray<LabelledVerdict> }) => (
  <section class="verdicts" aria-label="Verdict">
    {verdicts.map(({ label, verdict }) =>
      verdict === undefined ? null : (
        <div key={label} class={`card verdict ${verdict.tone}`}>
          <span class="label">{label}</span>
          <span class="figure">{verdict.figure}</span>
          <p>{verdict.text}</p>
        </div>
      ),
    )}
  </section>
);
