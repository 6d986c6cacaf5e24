/** `--set steps.train.with.epochs=3`: one value of an experiment, from the command line. Spaces are written as in YAML. */
import type { Path } from "@attune/search";
import { expandVariables } from "./expandVariables.ts";
import { fieldsOf } from "./fieldsOf.ts";
import type { Problem } from "./Problem.ts";
import { isSource, parseSource, type Source, showPath } from "./Source.ts";

/** `model.layers[0].dense.units` → its keys and indices; undefined where it is no path. */
export const parsePath = (text: string): Path | undefined => {
  if (!/^[^.[\]]+(\.[^.[\]]+|\[\d+\])*$/.test(text)) return undefined;
  return [...text.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map((match) =>
    match[1] === undefined ? match[0] : Number(match[1]),
  );
};

/** `root` with `value` at `path`; mappings on the way are made, items of lists are not. */
export const setAt = (
  root: unknown,
  path: Path,
  value: unknown,
): { readonly value: unknown } | { readonly problem: string } => {
  const [key, ...rest] = path;
  if (key === undefined) return { value };
  if (typeof key === "number") {
    if (!Array.isArray(root) || key >= root.length) {
      return {
        problem: `there is no item ${key}: ${Array.isArray(root) ? `the list has ${root.length}` : "it is no list"}`,
      };
    }
    const inner = setAt(root[key], rest, value);
    return "problem" in inner ? inner : { value: root.map((item, i) => (i === key ? inner.value : item)) };
  }
  const fields = fieldsOf(root);
  const inner = setAt(fields[key], rest, value);
  return "problem" in inner ? inner : { value: { ...fields, [key]: inner.value } };
};

export const startsWith = (path: Path, start: Path) => start.every((key, i) => path[i] === key);

/** The value with the override in it, and the override as a layer that says where its parts stand. */
export const parseOverride = (
  text: string,
  root: unknown,
): { readonly value: unknown; readonly source: Source } | Problem => {
  const at = (column: number) => ({ file: "--set", line: 1, column, text });
  const equals = text.indexOf("=");
  const path = equals < 0 ? undefined : parsePath(text.slice(0, equals));
  if (path === undefined) {
    return {
      ...at(1),
      message: "expected a path and a value",
      remedy: "as in --set steps.train.with.epochs=3",
    };
  }
  const inner = parseSource("--set", text.slice(equals + 1));
  if (!isSource(inner)) return { ...at(equals + 2), message: inner[0]?.message ?? "not YAML" };
  const problem: Source["problem"] = (where, message, options) => {
    const found = inner.problem(where.slice(path.length), message, options);
    const column = where.length > path.length ? equals + 1 + (found.column ?? 1) : equals + 2;
    const { path: _, ...rest } = found;
    return {
      ...rest,
      ...at(options?.at === "key" && where.length <= path.length ? 1 : column),
      path: showPath(where),
    };
  };
  const expanded = expandVariables({ value: inner.value, problem }, path);
  const [unset] = expanded.problems;
  if (unset) return unset;
  const applied = setAt(root, path, expanded.value);
  if ("problem" in applied) return { ...at(1), path: showPath(path), message: applied.problem };
  const has = (where: Path) =>
    startsWith(where, path) && (where.length === path.length || inner.has(where.slice(path.length)));
  const source: Source = { file: "--set", text, value: applied.value, has, problem };
  return { value: applied.value, source };
};
