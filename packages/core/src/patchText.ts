/**
 * One change to the text of an experiment file: the value at a patch's path, nothing else. Comments, order and
 * spaces of all other lines stay as they are, which printing the parsed document anew would not do.
 */

import { isDeepStrictEqual } from "node:util";
import type { Path } from "@attune/search";
import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  type YAMLMap,
} from "yaml";
import type { Patch } from "./Finding.ts";
import { fieldsOf } from "./fieldsOf.ts";
import { setAt } from "./Override.ts";
import { showPath } from "./Source.ts";

const PLAIN = /^[A-Za-z_./][\w./-]*$/;
const RESERVED = /^(true|false|null|yes|no|on|off)$/i;

/** A JSON value on one line of YAML: `{ dropout: { rate: 0.25 } }`. */
export const flowText = (value: unknown): string => {
  if (typeof value === "string")
    return PLAIN.test(value) && !RESERVED.test(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) return value.length === 0 ? "[]" : `[${value.map(flowText).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, item]) => `${flowText(key)}: ${flowText(item)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
};

/** `steps.train` is the step of that id or, where there is none, the only one of that kind. */
const stepId = (root: unknown, name: string): string => {
  const steps = Object.entries(fieldsOf(fieldsOf(root).steps));
  if (steps.some(([id]) => id === name)) return name;
  const ofKind = steps.filter(([, step]) => fieldsOf(step).uses === name);
  return ofKind.length === 1 ? ofKind[0]![0] : name;
};

/** Keys and places of a dotted path; a number is a place where the file has a list. */
const pathIn = (root: unknown, dotted: string): Path => {
  let at: unknown = root;
  return dotted.split(".").map((part, depth, parts) => {
    const named = depth === 1 && parts[0] === "steps" ? stepId(root, part) : part;
    const key = Array.isArray(at) && /^\d+$/.test(named) ? Number(named) : named;
    at = Array.isArray(at) ? at[Number(key)] : fieldsOf(at)[key];
    return key;
  });
};

/** The parsed experiment with the patch in it, or why it has no place for it. */
export const patchValue = (
  root: unknown,
  { path, value }: Patch,
): { readonly value: unknown } | { readonly problem: string } => setAt(root, pathIn(root, path), value);

const nested = (path: Path, value: unknown): unknown =>
  path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const rangeOf = (node: Node): readonly [number, number, number] => node.range ?? [0, 0, 0]; // parsed, so it has one

/** In place of a node. One that ends with its line keeps the end. */
const replacing = (text: string, node: Node, value: unknown): Edit => {
  const [from, end] = rangeOf(node);
  const old = text.slice(from, end);
  const to = from + old.trimEnd().length;
  const space = from > 0 && /[:-]/.test(text[from - 1]!) ? " " : "";
  return { from, to, text: `${space}${flowText(value)}` };
};

const lastScalarEnd = (node: unknown): number => {
  if (isCollection(node) && !node.flow && node.items.length > 0) {
    const last = node.items.at(-1);
    return isNode(last) ? lastScalarEnd(last) : lastPairEnd(last);
  }
  return isNode(node) ? rangeOf(node)[1] : 0;
};

const lastPairEnd = (pair: unknown): number => {
  const { key, value } = pair as { readonly key: unknown; readonly value: unknown }; // an item of a mapping
  return Math.max(lastScalarEnd(key), lastScalarEnd(value));
};

/** A key more at the end of a mapping. */
const adding = (text: string, map: YAMLMap, key: string, value: unknown): Edit => {
  const line = `${flowText(key)}: ${flowText(value)}`;
  if (map.flow) {
    const close = rangeOf(map)[1] - 1;
    const inner = text.slice(rangeOf(map)[0] + 1, close);
    const end = rangeOf(map)[0] + 1 + inner.trimEnd().length;
    return map.items.length === 0
      ? { from: rangeOf(map)[0] + 1, to: close, text: ` ${line} ` }
      : { from: end, to: end, text: `${inner.trimEnd().endsWith(",") ? "" : ","} ${line}` };
  }
  const first = map.items[0]?.key;
  const start = isNode(first) ? rangeOf(first)[0] : 0;
  const indent = start - (text.lastIndexOf("\n", start - 1) + 1);
  const last = lastPairEnd(map.items.at(-1));
  const newline = text.indexOf("\n", Math.max(0, last - 1));
  const end = newline < 0 ? text.length : newline;
  return { from: end, to: end, text: `\n${" ".repeat(indent)}${line}` };
};

/** What to write where: the deepest part of the path that the file has is changed or gets a key more. */
const editFor = (doc: Document.Parsed, text: string, path: Path, value: unknown): Edit | undefined => {
  for (let depth = path.length; depth >= 0; depth--) {
    const node: unknown = depth === 0 ? doc.contents : doc.getIn(path.slice(0, depth), true);
    if (!isNode(node)) continue;
    const rest = path.slice(depth);
    const [key, ...below] = rest;
    if (key === undefined) return replacing(text, node, value);
    if (isMap(node))
      return typeof key === "string" ? adding(text, node, key, nested(below, value)) : undefined;
    if (isSeq(node)) return undefined;
    // a bare name (`weights: he_normal`) makes room for the mapping, as setAt has it
    return isScalar(node) ? replacing(text, node, nested(rest, value)) : undefined;
  }
  return undefined;
};

export interface PatchedText {
  readonly text: string;
  /** Where the file had it: `steps.fit.with.l2`. */
  readonly path: string;
}

/** The text that was parsed last: a page has many patches of one file. */
let last: { readonly text: string; readonly doc: ReturnType<typeof parse> } | undefined;

const parse = (text: string) => parseDocument(text, { merge: true });

/** Of a file that is to be patched: the document is read, never changed. */
const parsed = (text: string) => {
  if (last?.text !== text) last = { text, doc: parse(text) };
  return last.doc;
};

/**
 * The text with the patch in it. A problem, a sentence, where the text is not one YAML document, or the path leads
 * through what cannot hold it (a list that is too short, an alias).
 */
export const patchText = (
  text: string,
  { path: dotted, value }: Patch,
): PatchedText | { readonly problem: string } => {
  const doc = parsed(text);
  if (doc.errors.length > 0) return { problem: `not YAML: ${doc.errors[0]!.message}` };
  const root: unknown = doc.toJS();
  const path = pathIn(root, dotted);
  const shown = showPath(path);
  const wanted = setAt(root, path, value);
  if ("problem" in wanted) return { problem: `${shown}: ${wanted.problem}` };
  const edit = editFor(doc, text, path, value);
  if (edit === undefined) return { problem: `${shown}: the file has no place for it` };
  const patched = text.slice(0, edit.from) + edit.text + text.slice(edit.to);
  const after = parse(patched);
  if (after.errors.length === 0 && isDeepStrictEqual(after.toJS(), wanted.value))
    return { text: patched, path: shown };
  return {
    problem: `${shown}: the value is an alias, or is written in a way that is not understood; change it by hand`,
  };
};
