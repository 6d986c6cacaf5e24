/** Reads the JSON Schema of experiment files for people: what may stand at a place, spaces left out. */
import { isJsonSchema, type JsonSchema } from "@attune/core";
import { spaceSentences } from "@attune/search";

export type Fields = Readonly<Record<string, JsonSchema>>;

export const fieldsOf = ({ properties }: JsonSchema): Fields =>
  isJsonSchema(properties)
    ? Object.fromEntries(
        Object.entries(properties).filter((entry): entry is [string, JsonSchema] => isJsonSchema(entry[1])),
      )
    : {};

/** `[description]`, or nothing. */
export const sentenceOf = ({ description }: JsonSchema): string =>
  typeof description === "string" ? description : "";

export const requiredOf = ({ required }: JsonSchema): ReadonlyArray<unknown> =>
  Array.isArray(required) ? required : [];

const isSpace = (schema: JsonSchema): boolean => {
  const [key = ""] = requiredOf(schema);
  return typeof key === "string" && key in spaceSentences && fieldsOf(schema)[key]?.items !== undefined;
};

const listed = (value: unknown): ReadonlyArray<JsonSchema> =>
  Array.isArray(value) ? value.filter(isJsonSchema) : [];

export interface SchemaReader {
  /** Name of the definition that a schema refers to. */
  readonly nameOf: (schema: JsonSchema) => string | undefined;
  /** What may stand at a place, one schema for each kind of value; neither spaces nor nothing. */
  readonly members: (schema: JsonSchema) => ReadonlyArray<JsonSchema>;
  /** The rows of a definition that is "one of these": their settings by name. */
  readonly catalog: (name: string) => Fields | undefined;
}

const PREFIX = "#/$defs/";

export const makeSchemaReader = (document: JsonSchema): SchemaReader => {
  const definitions = isJsonSchema(document.$defs) ? document.$defs : {};
  const definition = (name: string): JsonSchema => {
    const found = definitions[name];
    return isJsonSchema(found) ? found : {};
  };
  const nameOf = ({ $ref }: JsonSchema) => (typeof $ref === "string" ? $ref.slice(PREFIX.length) : undefined);
  const members = (schema: JsonSchema): ReadonlyArray<JsonSchema> => {
    const name = nameOf(schema);
    if (name !== undefined) return members(definition(name));
    if (Array.isArray(schema.anyOf)) return listed(schema.anyOf).flatMap(members);
    return isSpace(schema) || schema.type === "null" ? [] : [schema];
  };
  return {
    nameOf,
    members,
    catalog: (name) => {
      const mapping = members(definition(name)).find(
        (each) => each.minProperties === 1 && each.maxProperties === 1,
      );
      return mapping && fieldsOf(mapping);
    },
  };
};
