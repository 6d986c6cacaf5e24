/**
 * An experiment from its parts: the file, the files that it extends, and `--set` overrides. Each value keeps its
 * place in the part that it comes from.
 */
import { readFileSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import type { Path } from "@attune/search";
import { expandVariables } from "./expandVariables.ts";
import { fieldsOf } from "./fieldsOf.ts";
import { mergeMappings } from "./mergeMappings.ts";
import { parseOverride } from "./Override.ts";
import type { Problem } from "./Problem.ts";
import { isSource, parseSource, type Source } from "./Source.ts";

type Problems = ReadonlyArray<Problem>;

/**
 * A path in a file of another folder becomes relative to `directory`. Paths are strings that start with ./ or ../,
 * and what stands under the key `path`.
 */
const rebase = (value: unknown, from: string, directory: string, key = ""): unknown => {
  if (typeof value === "string") {
    const isRelative = /^\.{1,2}\//.test(value) || (key === "path" && !isAbsolute(value));
    if (!isRelative) return value;
    const path = relative(directory, resolve(from, value)).split(sep).join("/");
    return path.startsWith(".") ? path : `./${path}`;
  }
  if (Array.isArray(value)) return value.map((item) => rebase(item, from, directory));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, rebase(item, from, directory, name)]),
  );
};

const basesOf = (source: Source): ReadonlyArray<readonly [Path, unknown]> => {
  const { extends: bases } = fieldsOf(expandVariables(source).value);
  if (bases === undefined) return [];
  return Array.isArray(bases)
    ? bases.map((base, i) => [["extends", i], base] as const)
    : [[["extends"], bases]];
};

/** The layers of a file, itself first, then what it extends, the last named first: the first that has a value gives it. */
const layersOf = (
  file: string,
  text: string,
  shownAs: string,
  trail: ReadonlyArray<string>,
): ReadonlyArray<{ readonly source: Source; readonly file: string }> | Problems => {
  const source = parseSource(shownAs, text);
  if (!isSource(source)) return source;
  const layers = [{ source, file }];
  const problems: Array<Problem> = [];
  for (const [path, base] of [...basesOf(source)].reverse()) {
    if (typeof base !== "string") {
      problems.push(source.problem(path, `expected the path of a file, received ${JSON.stringify(base)}`));
      continue;
    }
    const target = resolve(dirname(file), base);
    if ([...trail, file].includes(target)) {
      const circle = [...trail, file, target].map((each) => relative(dirname(file), each) || each);
      problems.push(source.problem(path, `files extend each other in a circle: ${circle.join(" → ")}`));
      continue;
    }
    let inner: string;
    try {
      inner = readFileSync(target, "utf8");
    } catch {
      problems.push(
        source.problem(path, `there is no file ${base}`, { remedy: "the path is relative to this file" }),
      );
      continue;
    }
    const found = layersOf(target, inner, relative(process.cwd(), target), [...trail, file]);
    for (const layer of found) {
      if ("source" in layer) layers.push(layer);
      else problems.push(layer);
    }
  }
  return problems.length > 0 ? problems : layers;
};

/** The composed value, where each part of it stands, and the text of the file itself. */
export const compose = (
  file: string,
  text: string,
  overrides: ReadonlyArray<string>,
  shownAs: string,
): Source | Problems => {
  const layers = layersOf(file, text, shownAs, []);
  const sources: Array<Source> = [];
  const problems: Array<Problem> = [];
  for (const layer of layers) {
    if (!("source" in layer)) return layers.flatMap((each) => ("source" in each ? [] : [each]));
    sources.push(layer.source);
  }
  const directory = dirname(file);
  const values = layers.flatMap((layer) => {
    if (!("source" in layer)) return [];
    const { value, problems: unset } = expandVariables(layer.source);
    problems.push(...unset);
    return [layer.file === file ? value : rebase(value, dirname(layer.file), directory)];
  });
  let value = values.reduceRight((base, child) => mergeMappings(base, child));
  if (sources.length > 1) {
    const { extends: _, ...rest } = fieldsOf(value);
    value = rest;
  }
  const overriding: Array<Source> = [];
  for (const override of overrides) {
    const applied = parseOverride(override, value);
    if (!("source" in applied)) {
      problems.push(applied);
      continue;
    }
    value = applied.value;
    overriding.unshift(applied.source);
  }
  if (problems.length > 0) return problems;
  const all = [...overriding, ...sources];
  const [own] = sources;
  return {
    file: shownAs,
    text,
    value,
    has: (path) => all.some((source) => source.has(path)),
    problem: (path, message, options) => {
      for (let length = path.length; length > 0; length--) {
        const owner = all.find((source) => source.has(path.slice(0, length)));
        if (owner) return owner.problem(path, message, options);
      }
      return own!.problem(path, message, options); // the file itself is always a layer
    },
  };
};
