/** @jsxImportSource preact */
/** What to run to get this page again. */
import { Code } from "./Code.tsx";

export interface LabelledText {
  readonly label: string;
  readonly text: string;
}

export const Reproduce = ({
  command,
  listings,
}: {
  command: string;
  listings: ReadonlyArray<LabelledText>;
}) => (
  <section aria-labelledby="reproduce" class="stack">
    <h2 id="reproduce">Reproduce</h2>
    <Code text={command} label="the command" />
    <div class={listings.length > 1 ? "pair" : undefined}>
      {listings.map(({ label, text }) => (
        <div key={label} class="card">
          <h3>{label}</h3>
          <Code text={text.trimEnd()} label={label.toLowerCase()} />
        </div>
      ))}
    </div>
  </section>
);
