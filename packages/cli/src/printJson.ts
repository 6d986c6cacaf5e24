import type * as Schema from "effect/Schema";

const WIDTH = 110;

const isList = (value: Schema.Json): value is ReadonlyArray<Schema.Json> => Array.isArray(value);

const flat = (value: Schema.Json): string => {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(flat).join(", ")}]`;
  const fields = Object.entries(value).map(([key, field]) => `${JSON.stringify(key)}: ${flat(field)}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
};

const print = (value: Schema.Json, indent: string, before: number): string => {
  const line = flat(value);
  // one column is left for a comma
  if (typeof value !== "object" || value === null || before + line.length < WIDTH) return line;
  const inner = `${indent}  `;
  if (isList(value)) {
    const items = value.map((item) => `${inner}${print(item, inner, inner.length)}`);
    return `[\n${items.join(",\n")}\n${indent}]`;
  }
  const fields = Object.entries(value).map(([key, field]) => {
    const label = `${inner}${JSON.stringify(key)}: `;
    return `${label}${print(field, inner, label.length)}`;
  });
  return `{\n${fields.join(",\n")}\n${indent}}`;
};

/** JSON for people: what fits a line of 110 columns stands on one. */
export const printJson = (value: Schema.Json): string => print(value, "", 0);
