import { isJsonSchema, type JsonSchema } from "@attune/core";
import { fieldsOf, requiredOf, type SchemaReader, sentenceOf } from "./SchemaReader.ts";
import { flowYaml, valueText } from "./valueText.ts";

type Row = readonly [key: string, text: string];

const cell = (text: string): string => text.replaceAll("|", "\\|");

/** `default`, or whether the key must be there. */
const defaultText = (schema: JsonSchema, required: boolean): string => {
  if (schema.default !== undefined) return `\`${flowYaml(schema.default)}\``;
  return required ? "required" : "";
};

const rowOf = (reader: SchemaReader, name: string, field: JsonSchema, required: boolean): Row => {
  const sentences = [field, ...reader.members(field)].map(sentenceOf);
  const cells = [
    `\`${name}\``,
    valueText(reader, field),
    defaultText(field, required),
    sentences.find((sentence) => sentence !== "") ?? "",
  ];
  return [name, `| ${cells.map(cell).join(" | ")} |`];
};

/** Rows of a mapping's keys; the keys of a mapping in it follow, dotted. What is one of a catalog has its own section. */
const rowsOf = (reader: SchemaReader, forms: ReadonlyArray<JsonSchema>, prefix: string): ReadonlyArray<Row> =>
  forms.flatMap((form) =>
    Object.entries(fieldsOf(form)).flatMap(([key, field]) => {
      const name = `${prefix}${key}`;
      // of several forms a key must be there in one and not in another
      const row = rowOf(reader, name, field, forms.length === 1 && requiredOf(form).includes(key));
      const definition = reader.nameOf(field);
      if (definition !== undefined && reader.catalog(definition) !== undefined) return [row];
      const inner = reader.members(field).filter((member) => isJsonSchema(member.properties));
      return [row, ...rowsOf(reader, inner, `${name}.`)];
    }),
  );

/** A Markdown table of the keys of a mapping, or a sentence where it has none. */
export const keyTable = (reader: SchemaReader, mapping: JsonSchema): string => {
  const rows = new Map(rowsOf(reader, [mapping], "").toReversed()); // a key of two forms is told once, as the first tells it
  if (rows.size === 0) return "It has no settings.";
  const lines = [...rows.values()].toReversed();
  return ["| key | value | default | |", "| --- | --- | --- | --- |", ...lines].join("\n");
};
