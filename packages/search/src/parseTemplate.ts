/** Finds the search spaces in a value that was read from YAML. */
import { optionLabels } from "./optionLabels.ts";
import { nameOfIndex, nameOfKey, nameOfOption, nameOfPath } from "./parameterName.ts";
import { parseNumericSpace, shown } from "./parseNumericSpace.ts";
import { type Path, type Space, spaceKinds } from "./Space.ts";
import type { SpaceProblem } from "./SpaceProblem.ts";
import type { Template } from "./Template.ts";

export interface ParsedTemplate {
  readonly template: Template;
  readonly problems: ReadonlyArray<SpaceProblem>;
}

/** Stands for what could not be read: a template with problems is not to be used. */
const unread: Template = { kind: "constant", value: null };

type Entries = ReadonlyArray<readonly [string, unknown]>;

/** The kind of space that a mapping is: one of its keys is a space's, with a list as its value. */
const spaceIn = (entries: Entries): readonly [Space["kind"], ReadonlyArray<unknown>] | undefined => {
  for (const [key, value] of entries) {
    const kind = spaceKinds.find((name) => name === key);
    if (kind !== undefined && Array.isArray(value)) return [kind, value];
  }
  return undefined;
};

const strayProblems = (entries: Entries, kind: Space["kind"], path: Path): ReadonlyArray<SpaceProblem> =>
  entries
    .filter(([key]) => key !== kind && (key !== "step" || kind === "choice"))
    .map(([key]) => ({
      path: [...path, key],
      expected: kind === "choice" ? "nothing beside choice" : `nothing but step beside ${kind}`,
      received: key,
    }));

const parseOption = (option: unknown, label: string, path: Path, name: string): ParsedTemplate => {
  const inside = nameOfOption(name, label);
  const single =
    typeof option === "object" && option !== null && !Array.isArray(option) ? Object.entries(option) : [];
  const [key, value] = single[0] ?? [];
  // the label stands for the key it came from: optimizer[adam].learning_rate, not optimizer[adam].adam.learning_rate
  if (single.length !== 1 || key !== label || spaceIn(single) !== undefined)
    return parse(option, path, inside);
  const { template, problems } = parse(value, [...path, key], inside);
  return { template: { kind: "mapping", entries: [[key, template]] }, problems };
};

const parseChoice = (options: ReadonlyArray<unknown>, path: Path, name: string): ParsedTemplate => {
  const at = [...path, "choice"];
  if (options.length === 0) {
    return {
      template: unread,
      problems: [{ path: at, expected: "at least one option", received: "an empty list" }],
    };
  }
  const labels = optionLabels(options);
  const parsed = options.map((option, index) => parseOption(option, labels[index]!, [...at, index], name));
  const duplicates = labels.flatMap((label, index): ReadonlyArray<SpaceProblem> => {
    const first = labels.indexOf(label);
    if (first === index) return [];
    const expected = `options that differ: this one is option ${first + 1} again`;
    return [
      { path: [...at, index], expected, received: shown(options[index]), remedy: "remove one of them" },
    ];
  });
  const space: Space = {
    kind: "choice",
    options: parsed.map(({ template }, index) => ({ label: labels[index]!, value: template })),
  };
  return {
    template: { kind: "space", name, path, space },
    problems: [...parsed.flatMap(({ problems }) => problems), ...duplicates],
  };
};

const parseMapping = (entries: Entries, path: Path, name: string): ParsedTemplate => {
  const found = spaceIn(entries);
  if (found === undefined) {
    const parsed = entries.map(([key, value]) => parse(value, [...path, key], nameOfKey(name, key)));
    const pairs = parsed.map(({ template }, index): readonly [string, Template] => [
      entries[index]![0],
      template,
    ]);
    return {
      template: { kind: "mapping", entries: pairs },
      problems: parsed.flatMap(({ problems }) => problems),
    };
  }
  const [kind, list] = found;
  const stray = strayProblems(entries, kind, path);
  if (kind === "choice") {
    const choice = parseChoice(list, path, name);
    return { ...choice, problems: [...stray, ...choice.problems] };
  }
  const step = entries.find(([key]) => key === "step")?.[1];
  const { space, problems } = parseNumericSpace(kind, list, step, path);
  const template: Template = space === undefined ? unread : { kind: "space", name, path, space };
  return { template, problems: [...stray, ...problems] };
};

const parse = (value: unknown, path: Path, name: string): ParsedTemplate => {
  if (
    typeof value === "string" ||
    typeof value === "number" ||
    typeof value === "boolean" ||
    value === null
  ) {
    return { template: { kind: "constant", value }, problems: [] };
  }
  if (Array.isArray(value)) {
    const parsed = value.map((item, index) => parse(item, [...path, index], nameOfIndex(name, index)));
    const items = parsed.map(({ template }) => template);
    return { template: { kind: "list", items }, problems: parsed.flatMap(({ problems }) => problems) };
  }
  if (typeof value === "object") return parseMapping(Object.entries(value), path, name);
  const expected = "a text, a number, true, false, null, a list or a mapping";
  return { template: unread, problems: [{ path, expected, received: `a ${typeof value}` }] };
};

/**
 * The template in `value`, which stands at `path` in the file (names and paths start there).
 *
 * A mapping is a space when one of its keys is `uniform`, `log_uniform`, `int`, `log_int` or `choice` and that key's
 * value is a list; `uniform: { limit: 0.1 }` is none. Every problem is told; with problems the template is not to be
 * used.
 */
export const parseTemplate = (value: unknown, path: Path): ParsedTemplate =>
  parse(value, path, nameOfPath(path));
