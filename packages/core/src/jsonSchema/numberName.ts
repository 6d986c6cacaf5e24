import type { JsonSchema } from "./JsonSchema.ts";

const bounds = [
  ["minimum", "from"],
  ["exclusiveMinimum", "above"],
  ["maximum", "to"],
  ["exclusiveMaximum", "below"],
] as const;

/** `number_from_0_below_1`: the name of a scalar's definition. Bounds that only say that an integer is safe are left out. */
export const numberName = (schema: JsonSchema): string => {
  const parts = bounds.flatMap(([keyword, word]) => {
    const bound = schema[keyword];
    return typeof bound === "number" && Math.abs(bound) < Number.MAX_SAFE_INTEGER ? [word, bound] : [];
  });
  return [schema.type, ...parts].join("_");
};
