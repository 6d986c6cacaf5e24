/** What may stand at a place, in a few words of Markdown. */
import { isJsonSchema, type JsonSchema } from "@attune/core";
import type * as Schema from "effect/Schema";
import type { SchemaReader } from "./SchemaReader.ts";

const words = [
  ["minimum", "from"],
  ["exclusiveMinimum", "above"],
  ["maximum", "to"],
  ["exclusiveMaximum", "below"],
] as const;

/** Bounds that every safe integer meets say nothing. */
const range = (schema: JsonSchema): string =>
  words
    .flatMap(([keyword, word]) => {
      const bound = schema[keyword];
      return typeof bound === "number" && Math.abs(bound) < 2 ** 53 - 1 ? [` ${word} ${bound}`] : [];
    })
    .join("");

const plainValue = /^[A-Za-z_./][\w./-]*$/;

/** A value as it is written in YAML, on one line. */
export const flowYaml = (value: Schema.Json): string => {
  if (typeof value === "string") return plainValue.test(value) ? value : JSON.stringify(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (!isJsonSchema(value)) return `[${(value as ReadonlyArray<Schema.Json>).map(flowYaml).join(", ")}]`; // JSON's only other
  const fields = Object.entries(value).map(([key, field]) => `${key}: ${flowYaml(field)}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
};

const memberText = (reader: SchemaReader, schema: JsonSchema): string => {
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => `\`${flowYaml(value)}\``).join(", ");
  if (schema.const !== undefined) return `\`${flowYaml(schema.const)}\``;
  switch (schema.type) {
    case "boolean":
      return "`true` or `false`";
    case "string":
      return "text";
    case "integer":
      return `whole number${range(schema)}`;
    case "number":
      return `number${range(schema)}`;
    case "array":
      return isJsonSchema(schema.items) ? `list of ${valueText(reader, schema.items)}` : "list";
    case "object":
      return isJsonSchema(schema.additionalProperties)
        ? `mapping to ${valueText(reader, schema.additionalProperties)}`
        : "mapping";
    default:
      return "anything";
  }
};

/** The anchor that GitHub gives a heading. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w -]/g, "")
    .replaceAll(" ", "-");

export const valueText = (reader: SchemaReader, schema: JsonSchema): string => {
  const name = reader.nameOf(schema);
  if (name !== undefined && reader.catalog(name) !== undefined) return `[${name}](#${anchorOf(name)})`;
  return [...new Set(reader.members(schema).map((each) => memberText(reader, each)))].join(" or ");
};
