/** Puts values where the spaces were. */
import type * as Schema from "effect/Schema";
import { type Assignment, assigned } from "./Assignment.ts";
import type { ChoiceSpace, Path, Value } from "./Space.ts";
import type { Template } from "./Template.ts";

export type Json = Schema.Json;

type SpaceTemplate = Extract<Template, { readonly kind: "space" }>;

const optionOf = (name: string, space: ChoiceSpace, label: Value) => {
  const index = space.options.findIndex((option) => option.label === label);
  const option = space.options[index];
  if (option === undefined) throw new Error(`${name} has no option ${String(label)}`);
  return { index, value: option.value };
};

const valueIn = (template: Template, assignment: Assignment): Json => {
  switch (template.kind) {
    case "constant":
      return template.value;
    case "list":
      return template.items.map((item) => valueIn(item, assignment));
    case "mapping":
      return Object.fromEntries(template.entries.map(([key, value]) => [key, valueIn(value, assignment)]));
    case "space": {
      const { name, space } = template;
      const value = assigned(assignment, name);
      return space.kind === "choice" ? valueIn(optionOf(name, space, value).value, assignment) : value;
    }
  }
};

const originInSpace = ({ name, space }: SpaceTemplate, assignment: Assignment, path: Path): Path => {
  const value = assigned(assignment, name);
  if (space.kind === "choice") {
    const option = optionOf(name, space, value);
    return [space.kind, option.index, ...originOf(option.value, assignment, path)];
  }
  if (value === space.low) return [space.kind, 0, ...path];
  return value === space.high ? [space.kind, 1, ...path] : [space.kind, ...path];
};

const originOf = (template: Template, assignment: Assignment, path: Path): Path => {
  if (template.kind === "space") return originInSpace(template, assignment, path);
  const [key, ...rest] = path;
  if (key === undefined || template.kind === "constant") return path;
  const child =
    template.kind === "list"
      ? template.items[Number(key)]
      : template.entries.find(([name]) => name === String(key))?.[1];
  return child === undefined ? path : [key, ...originOf(child, assignment, rest)];
};

export interface Resolved {
  /** The template with every space replaced. */
  readonly value: Json;
  /**
   * Where the value at a path in `value` stands in the file, so that what is wrong with it is shown there: a number
   * that is a bound at that bound, another at its space, an option at `choice` and its index. Both paths start
   * where the template stands. What is not in the template (a missing key) stays as it is.
   */
  readonly origin: (path: Path) => Path;
}

/** Throws where `assignment` lacks a name that it needs, or names an option that does not exist. */
export const resolve = (template: Template, assignment: Assignment): Resolved => ({
  value: valueIn(template, assignment),
  origin: (path) => originOf(template, assignment, path),
});
