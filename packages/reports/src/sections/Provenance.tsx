/** @jsxImportSource preact */
/** Where the figures come from: the page's foot. */
import { SIZE_PLACE } from "../page/htmlDocument.tsx";
import type { Versions } from "../RunInput.ts";

export const Provenance = ({
  facts,
  versions,
}: {
  facts: ReadonlyArray<readonly [string, string]>;
  versions: Versions;
}) => (
  <footer>
    <dl>
      {facts.map(([name, value]) => (
        <>
          <dt key={name}>{name}</dt>
          <dd>{value}</dd>
        </>
      ))}
      <dt>versions</dt>
      <dd>
        {Object.keys(versions)
          .sort()
          .map((name) => `${name} ${versions[name]}`)
          .join(", ")}
      </dd>
      <dt>size of this page</dt>
      <dd>{SIZE_PLACE}</dd>
    </dl>
  </footer>
);
