import type * as Schema from "effect/Schema";

const WIDTH = 110;

const isList = (value: Schema.Json): value is ReadonlyArray<Schema.Json> => Array.isArray(value);

const flat = (value: Schema.Json): string => {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(flat).join(", ")}]`;
  const fields = Object.entries(value).map(([key, field]) => `${JSON.stringify(key)}: ${flat(field)}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
};

/** `after` is what follows on the same line: a comma, or nothing. */
const print = (value: Schema.Json, indent: string, before: number, after: number): string => {
  const line = flat(value);
  if (typeof value !== "object" || value === null || before + line.length + after <= WIDTH) return line;
  const inner = `${indent}  `;
  const lines = (isList(value) ? value.map((item) => ["", item] as const) : Object.entries(value)).map(
    ([key, item], index, all) => {
      const label = isList(value) ? inner : `${inner}${JSON.stringify(key)}: `;
      return `${label}${print(item, inner, label.length, index < all.length - 1 ? 1 : 0)}`;
    },
  );
  const [open, close] = isList(value) ? "[]" : "{}";
  return `${open}\n${lines.join(",\n")}\n${indent}${close}`;
};

/** JSON for people: what fits a line of 110 columns stands on one. */
export const printJson = (value: Schema.Json): string => print(value, "", 0, 0);
