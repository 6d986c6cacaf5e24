/** @jsxImportSource preact */
/** One file that holds all it needs: it cannot load anything, and cannot phone home. */
import type { ComponentChildren, VNode } from "preact";
import { render } from "preact-render-to-string";
import { clientScript } from "./clientScript.ts";
import { embedJson } from "./embedJson.ts";
import { stylesheet } from "./stylesheet.ts";

const policy =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export interface DocumentParts {
  /** `sweep` or `run`: the word before the links. */
  readonly kind: string;
  readonly headline: string;
  /** [anchor, word] in the order of the page. */
  readonly links: ReadonlyArray<readonly [string, string]>;
  /** The exact figures, for programs. */
  readonly data: unknown;
  /** What the client draws with, not meant for others. */
  readonly clientData?: unknown;
  readonly children: ComponentChildren;
}

/** Stands in the footer until the size of the page is known. */
export const SIZE_PLACE = "__page_size__";

const Body = ({ kind, headline, links, children }: DocumentParts): VNode => (
  <>
    <a class="skip" href="#content">
      Skip to the content
    </a>
    <nav class="nav" aria-label="Sections">
      <div class="bar">
        <b>{kind}</b>
        {links.map(([anchor, word]) => (
          <a key={anchor} href={`#${anchor}`}>
            {word}
          </a>
        ))}
        <button type="button" id="theme" hidden>
          Light / dark
        </button>
      </div>
    </nav>
    <main id="content">
      <h1>{headline}</h1>
      {children}
    </main>
  </>
);

const Head = ({ headline }: { headline: string }): VNode => (
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content={policy} />
    <meta name="viewport" content="width=device-width,initial-scale=1" />
    <meta name="referrer" content="no-referrer" />
    <title>{headline}</title>
    {/* our own text, without any of the user's */}
    <style dangerouslySetInnerHTML={{ __html: stylesheet }} />
  </head>
);

const jsonScript = (id: string, value: unknown): string =>
  `<script type="application/json" id="${id}">${embedJson(value)}</script>`;

/** The whole file. Its size, rounded to kilobytes, replaces `SIZE_PLACE`. */
export const htmlDocument = async (parts: DocumentParts): Promise<string> => {
  const scripts = [
    jsonScript("attune-data", parts.data),
    ...(parts.clientData === undefined ? [] : [jsonScript("attune-client", parts.clientData)]),
    `<script>${await clientScript()}</script>`,
  ].join("\n");
  const html = [
    "<!doctype html>",
    `<html lang="en">`,
    render(<Head headline={parts.headline} />),
    `<body>${render(<Body {...parts} />)}`,
    `${scripts}</body></html>`,
    "",
  ].join("\n");
  const kilobytes = Math.max(1, Math.round(Buffer.byteLength(html) / 1024));
  return html.replace(SIZE_PLACE, () => `${kilobytes} KB`);
};
