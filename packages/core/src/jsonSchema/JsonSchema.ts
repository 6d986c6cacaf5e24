/** A JSON Schema of draft 2020-12, as plain data. */
import * as Schema from "effect/Schema";

export type JsonSchema = { readonly [keyword: string]: Schema.Json };

export const isJsonSchema = (value: unknown): value is JsonSchema =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The members of a union; of anything else, itself. */
export const membersOf = (schema: JsonSchema): ReadonlyArray<JsonSchema> =>
  Array.isArray(schema.anyOf) ? schema.anyOf.filter(isJsonSchema) : [schema];

/** What a Schema accepts, as JSON Schema: unknown keys are refused. Definitions stay under their identifiers. */
export const jsonSchemaOf = (
  schema: Schema.Top,
): { readonly schema: JsonSchema; readonly definitions: Readonly<Record<string, JsonSchema>> } => {
  const document = Schema.toJsonSchemaDocument(schema, { onExcessProperty: "error" });
  const definitions = Object.entries(document.definitions).map(([name, each]) => [name, plain(each)]);
  return { schema: plain(document.schema), definitions: Object.fromEntries(definitions) };
};

const decodeJson = Schema.decodeUnknownSync(Schema.Record(Schema.String, Schema.Json));

const plain = (schema: unknown): JsonSchema => decodeJson(schema);
