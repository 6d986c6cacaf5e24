/** A section in which every value may be a search space. */
import { spaceSentences } from "@attune/search";
import type { Definitions } from "./Definitions.ts";
import { isJsonSchema, type JsonSchema, membersOf } from "./JsonSchema.ts";
import { numberName } from "./numberName.ts";
import { numericSpaces } from "./numericSpaces.ts";

const annotations = ["title", "description", "default", "examples"];

const split = (schema: JsonSchema): { readonly said: JsonSchema; readonly bare: JsonSchema } => {
  const entries = Object.entries(schema);
  return {
    said: Object.fromEntries(entries.filter(([key]) => key !== "title" && annotations.includes(key))),
    bare: Object.fromEntries(entries.filter(([key]) => !annotations.includes(key))),
  };
};

/** The list of a choice, whatever its options: written once. */
const OPTIONS = "choice_options";
const options: JsonSchema = { type: "array", minItems: 1, uniqueItems: true };

const choiceOf = (option: JsonSchema): JsonSchema => ({
  type: "object",
  description: spaceSentences.choice,
  properties: { choice: { $ref: `#/$defs/${OPTIONS}`, items: option } },
  required: ["choice"],
  additionalProperties: false,
});

/** What a value is called: scalars by what they are, so that many places share one; else by the place. */
const namesOf = ({ title }: JsonSchema, bare: JsonSchema, path: ReadonlyArray<string>) => {
  if (typeof title === "string") return [title];
  if (bare.enum === undefined && typeof bare.type === "string" && !/object|array/.test(bare.type))
    return [numberName(bare)];
  if (bare.type === "object" && bare.properties === undefined && bare.additionalProperties === false)
    return ["no_settings"];
  return [path.slice(-1).join("."), path.slice(-2).join("."), path.join(".")];
};

/**
 * The schema of a place whose value, and every value in it, is of `schema` or a space of such: a reference to a
 * definition, beside what is said of this place. A space stands for one value: nested, it is in an option of a choice.
 */
export const withSpaces = (
  schema: JsonSchema,
  definitions: Definitions,
  path: ReadonlyArray<string>,
): JsonSchema => {
  if (schema.$ref !== undefined) return schema; // to a definition of this document, as in layers that hold layers
  const { said, bare } = split(schema);
  definitions.add({ [OPTIONS]: options });
  const name = definitions.name(bare, namesOf(schema, bare, path), (own) => ({
    anyOf: [
      ...membersOf(inside(bare, definitions, path)),
      ...membersOf(bare).flatMap(numericSpaces),
      choiceOf({ $ref: `#/$defs/${own}` }),
    ],
  }));
  return { ...said, $ref: `#/$defs/${name}` };
};

/** The schema itself, with spaces allowed in the values that it holds. */
const inside = (schema: JsonSchema, definitions: Definitions, path: ReadonlyArray<string>): JsonSchema =>
  Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => {
      if (keyword === "properties" && isJsonSchema(value)) {
        const fields = Object.entries(value).map(([key, field]) => [
          key,
          isJsonSchema(field) ? withSpaces(field, definitions, [...path, key]) : field,
        ]);
        return [keyword, Object.fromEntries(fields)];
      }
      if ((keyword === "items" || keyword === "additionalProperties") && isJsonSchema(value))
        return [keyword, withSpaces(value, definitions, path)];
      if ((keyword === "anyOf" || keyword === "allOf") && Array.isArray(value))
        return [
          keyword,
          value.map((member) => (isJsonSchema(member) ? inside(member, definitions, path) : member)),
        ];
      return [keyword, value];
    }),
  );
