/** What a file may hold that extends another: any part of an experiment. */
import { isJsonSchema, type JsonSchema } from "./JsonSchema.ts";

type Properties = Readonly<Record<string, JsonSchema>>;

const isMapping = (schema: JsonSchema): boolean =>
  isJsonSchema(schema.properties) || schema.type === "object";

const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: "null" }] });

const PREFIX = "#/$defs/";
const SUFFIX = "_overlay";

/**
 * `root`, and the definitions it needs beside `definitions`, without what asks for a key: the other file may have it.
 * null takes a key away. Lists are never merged, so what is in them stays whole.
 */
export const overlay = (
  root: JsonSchema,
  definitions: Readonly<Record<string, JsonSchema>>,
): { readonly root: JsonSchema; readonly definitions: Readonly<Record<string, JsonSchema>> } => {
  const made = new Map<string, JsonSchema>();

  const refer = (name: string): string => {
    const definition = definitions[name];
    const members = Array.isArray(definition?.anyOf) ? definition.anyOf.filter(isJsonSchema) : [];
    // the members after the value's own are spaces: a value that is no mapping has nothing to merge
    if (definition === undefined || !(isMapping(definition) || members.slice(0, 1).some(isMapping)))
      return name;
    const own = `${name}${SUFFIX}`;
    if (!made.has(own)) {
      made.set(own, {});
      made.set(own, relax(definition));
    }
    return own;
  };

  const fields = (properties: Properties): Properties =>
    Object.fromEntries(Object.entries(properties).map(([key, field]) => [key, orNull(relax(field))]));

  const relax = (schema: JsonSchema): JsonSchema =>
    Object.fromEntries(
      Object.entries(schema).flatMap(([keyword, value]) => {
        switch (keyword) {
          case "required":
          case "minProperties":
          case "maxProperties":
            return [];
          case "$ref":
            return [[keyword, `${PREFIX}${refer(String(value).slice(PREFIX.length))}`]];
          case "properties":
            return [[keyword, isJsonSchema(value) ? fields(value as Properties) : value]];
          case "additionalProperties":
            return [[keyword, isJsonSchema(value) ? orNull(relax(value)) : value]];
          case "then":
            return [[keyword, isJsonSchema(value) ? relax(value) : value]];
          case "anyOf":
          case "allOf":
            return [
              [
                keyword,
                Array.isArray(value) ? value.map((each) => (isJsonSchema(each) ? relax(each) : each)) : value,
              ],
            ];
          default:
            return [[keyword, value]];
        }
      }),
    );

  return { root: relax(root), definitions: Object.fromEntries(made) };
};
