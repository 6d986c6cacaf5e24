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

/** As plain data; what is only said of a value, in an `allOf` of its own, stands beside it. */
const plain = (schema: unknown): JsonSchema => lifted(decodeJson(schema));

const sayings = ["title", "description", "default", "examples"];
const isSaying = (schema: Schema.Json) =>
  isJsonSchema(schema) && Object.keys(schema).every((key) => sayings.includes(key));

const lifted = (schema: JsonSchema): JsonSchema => {
  const fields = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, key === "default" ? value : liftedIn(value)]),
  );
  const { allOf, ...rest } = fields;
  if (!Array.isArray(allOf)) return fields;
  const members = allOf.filter((member) => !isSaying(member));
  const said = Object.assign({}, ...allOf.filter(isSaying)) as JsonSchema; // each of them is an object
  return { ...rest, ...said, ...(members.length === 0 ? {} : { allOf: members }) };
};

const liftedIn = (value: Schema.Json): Schema.Json => {
  if (Array.isArray(value)) return value.map(liftedIn);
  return isJsonSchema(value) ? lifted(value) : value;
};
