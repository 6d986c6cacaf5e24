import { spaceSentences } from "@attune/search";
import type { JsonSchema } from "./JsonSchema.ts";

const space = (
  kind: "uniform" | "log_uniform" | "int" | "log_int",
  bound: JsonSchema,
  step: JsonSchema,
  required: ReadonlyArray<string> = [],
): JsonSchema => ({
  type: "object",
  description: spaceSentences[kind],
  properties: { [kind]: { type: "array", items: bound, minItems: 2, maxItems: 2 }, step },
  required: [kind, ...required],
  additionalProperties: false,
});

/** The same schema for numbers above 0 only; undefined where it has none. */
const positive = (schema: JsonSchema): JsonSchema | undefined => {
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = schema;
  if ([maximum, exclusiveMaximum].some((most) => typeof most === "number" && most <= 0)) return undefined;
  const least = minimum ?? exclusiveMinimum;
  if (typeof least === "number" && (least > 0 || exclusiveMinimum === 0)) return schema;
  const { minimum: _, ...rest } = schema;
  return { ...rest, exclusiveMinimum: 0 };
};

const step: JsonSchema = { type: "number", exclusiveMinimum: 0 };
const wholeStep: JsonSchema = { type: "integer", minimum: 1 };

/**
 * The numeric spaces that may stand for a number of this schema. Both bounds are of the schema itself. For whole
 * numbers the continuous kinds need a whole step, or most of their values would be none.
 */
export const numericSpaces = (schema: JsonSchema): ReadonlyArray<JsonSchema> => {
  if (schema.enum !== undefined) return [];
  if (schema.type !== "number" && schema.type !== "integer") return [];
  const whole: JsonSchema = { ...schema, type: "integer" };
  const kinds = [
    ["uniform", schema],
    ["log_uniform", positive(schema)],
    ["int", whole],
    ["log_int", positive(whole)],
  ] as const;
  return kinds.flatMap(([kind, bound]) => {
    if (bound === undefined) return [];
    if (bound.type === "number") return [space(kind, bound, step)];
    return [space(kind, bound, wholeStep, kind.endsWith("uniform") ? ["step"] : [])];
  });
};
