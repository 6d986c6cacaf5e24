/** A YAML 1.2 text whose every node keeps its line and column. */

import type { Path } from "@attune/search";
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from "yaml";
import type { Problem } from "./Problem.ts";

export interface Source {
  readonly file: string;
  readonly text: string;
  readonly value: unknown;
  /** Whether it has a value at `path`. */
  readonly has: (path: Path) => boolean;
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

export const isSource = (parsed: Source | ReadonlyArray<Problem>): parsed is Source => "value" in parsed;

/** Longest text that is read, in characters: an experiment is written by hand. */
const LONGEST = 1_000_000;
/** Deepest nesting. */
const DEEPEST = 64;
/** How often aliases may be resolved in all, so that a few lines cannot grow without bound. */
const ALIASES = 100;

const depthOf = (value: unknown, limit: number): number => {
  if (limit === 0 || typeof value !== "object" || value === null) return 0;
  return (
    1 + Object.values(value).reduce((deepest: number, item) => Math.max(deepest, depthOf(item, limit - 1)), 0)
  );
};

const refusal = (file: string, message: string, remedy?: string): ReadonlyArray<Problem> => [
  { file, message, ...(remedy === undefined ? {} : { remedy }) },
];

/** The first thing that keeps a document from being YAML; what follows from it would only hide it. */
const faultOf = (doc: Document.Parsed): { readonly offset: number; readonly message: string } | undefined => {
  const [fault] = [...doc.errors, ...doc.warnings];
  if (fault?.code === "MULTIPLE_DOCS")
    return { offset: fault.pos[0], message: "expected one document, received a second one after ---" };
  if (fault) return { offset: fault.pos[0], message: `not YAML: ${fault.message}` };
  let unknown: { offset: number; message: string } | undefined;
  visit(doc, {
    Alias: (_, node) => {
      if (node.resolve(doc) === undefined)
        unknown ??= { offset: node.range?.[0] ?? 0, message: `there is no anchor &${node.source}` };
    },
  });
  return unknown;
};

/** Parses `text`; a text that is not YAML, or is made to be costly, comes back as problems. */
export const parseSource = (file: string, text: string): Source | ReadonlyArray<Problem> => {
  if (text.length > LONGEST) {
    const size = `${(text.length / 1e6).toFixed(1)} million characters`;
    return refusal(file, `expected an experiment of at most 1 million characters, received ${size}`);
  }
  const lines = new LineCounter();
  const texts = text.split(/\r?\n/);
  const locate = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col, text: texts[line - 1] ?? "" };
  };
  const tooDeep = refusal(file, `expected at most ${DEEPEST} levels of nesting, received more`);
  let doc: Document.Parsed;
  let value: unknown;
  try {
    doc = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
    const fault = faultOf(doc);
    // the parser tells a full stack as one more error
    if (fault?.message.endsWith("Maximum call stack size exceeded")) return tooDeep;
    if (fault) return [{ file, ...locate(fault.offset), message: fault.message }];
    value = doc.toJS({ maxAliasCount: ALIASES });
  } catch (cause) {
    if (cause instanceof RangeError) return tooDeep; // the stack is full
    const reason = cause instanceof Error ? cause.message : String(cause);
    if (!reason.startsWith("Excessive alias count")) return refusal(file, `not YAML: ${reason}`);
    return refusal(
      file,
      `expected at most ${ALIASES} uses of aliases, received more`,
      "write the values out",
    );
  }
  if (depthOf(value, DEEPEST + 1) > DEEPEST) return tooDeep;
  return {
    file,
    text,
    value,
    has: (path) => path.length === 0 || doc.hasIn(path),
    problem: (path, message, options = {}) => ({
      file,
      ...locate(offsetOf(doc, path, options.at ?? "value")),
      ...(path.length > 0 ? { path: showPath(path) } : {}),
      message,
      ...(options.remedy === undefined ? {} : { remedy: options.remedy }),
    }),
  };
};
