import { canonicalJson } from "../canonicalJson.ts";
import type { JsonSchema } from "./JsonSchema.ts";

/** The definitions of a document, each kept once and named so that a person finds it. */
export interface Definitions {
  /** Name of the definition of `what`, made by `make` when it is asked for first. Of the names the first that is free is taken. */
  readonly name: (
    what: JsonSchema,
    names: ReadonlyArray<string>,
    make: (name: string) => JsonSchema,
  ) => string;
  readonly add: (definitions: Readonly<Record<string, JsonSchema>>) => void;
  /** Sorted by name. */
  readonly all: () => Readonly<Record<string, JsonSchema>>;
}

export const makeDefinitions = (): Definitions => {
  const known = new Map<string, string>();
  const definitions = new Map<string, JsonSchema>();
  const free = (names: ReadonlyArray<string>): string => {
    const name = names.find((each) => !definitions.has(each));
    if (name !== undefined) return name;
    for (let count = 2; ; count++) {
      const numbered = `${names.at(-1)}_${count}`;
      if (!definitions.has(numbered)) return numbered;
    }
  };
  return {
    name: (what, names, make) => {
      const content = canonicalJson(what);
      const found = known.get(content);
      if (found !== undefined) return found;
      const name = free(names);
      known.set(content, name);
      definitions.set(name, {}); // the name is taken while its content is made
      definitions.set(name, make(name));
      return name;
    },
    add: (more) => {
      for (const [name, schema] of Object.entries(more)) definitions.set(name, schema);
    },
    all: () => Object.fromEntries([...definitions].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
};
