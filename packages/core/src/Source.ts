/** A YAML 1.2 text whose every node keeps its line and column. */

import type { Path } from "@attune/search";
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from "yaml";
import type { Problem } from "./Problem.ts";

export interface Source {
  readonly file: string;
  readonly text: string;
  readonly value: unknown;
  /** A problem at `path`, or at the nearest parent that the file has. `at: "key"` points at the key, not the value. */
  readonly problem: (
    path: Path,
    message: string,
    options?: { at?: "key"; remedy?: string | undefined },
  ) => Problem;
}

/** `steps.train.with.layers[0]` */
export const showPath = (path: Path): string =>
  path.map((key, i) => (typeof key === "number" ? `[${key}]` : `${i === 0 ? "" : "."}${key}`)).join("");

const keyOffset = (doc: Document.Parsed, path: Path): number | undefined => {
  const parent = path.length === 1 ? doc.contents : doc.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return undefined;
  const pair = parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1));
  return isNode(pair?.key) ? pair.key.range?.[0] : undefined;
};

const valueOffset = (doc: Document.Parsed, path: Path): number | undefined => {
  const node = path.length === 0 ? doc.contents : doc.getIn(path, true);
  return isNode(node) ? node.range?.[0] : undefined;
};

const offsetOf = (doc: Document.Parsed, path: Path, at: "key" | "value"): number => {
  for (let length = path.length; length > 0; length--) {
    const part = path.slice(0, length);
    // past the first round the place is a parent, and a parent is best shown by its key
    const key = at === "key" || length < path.length ? keyOffset(doc, part) : undefined;
    const offset = key ?? valueOffset(doc, part) ?? keyOffset(doc, part);
    if (offset !== undefined) return offset;
  }
  return valueOffset(doc, []) ?? 0;
};

/** Parses `text`; a text that is not YAML comes back as problems. */
export const parseSource = (file: string, text: string): Source | ReadonlyArray<Problem> => {
  const lines = new LineCounter();
  const doc = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const texts = text.split(/\r?\n/);
  const locate = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col, text: texts[line - 1] ?? "" };
  };
  if (doc.errors.length > 0) {
    return doc.errors.map((error) => ({
      file,
      ...locate(error.pos[0]),
      message: `not YAML: ${error.message}`,
    }));
  }
  return {
    file,
    text,
    value: doc.toJS({ maxAliasCount: 100 }),
    problem: (path, message, options = {}) => ({
      file,
      ...locate(offsetOf(doc, path, options.at ?? "value")),
      ...(path.length > 0 ? { path: showPath(path) } : {}),
      message,
      ...(options.remedy === undefined ? {} : { remedy: options.remedy }),
    }),
  };
};
