import * as Schema from "effect/Schema";
import * as SchemaGetter from "effect/SchemaGetter";

const MILLIS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const PATTERN = /^(\d+(?:\.\d+)?)\s*(s|m|h|d)$/u; // with u a JSON Schema tells it, too

const millisOf = (text: string): number => {
  const [, amount = "0", unit = "s"] = PATTERN.exec(text) ?? [];
  return Number(amount) * MILLIS[unit as keyof typeof MILLIS]; // the pattern lets no other unit through
};

const Text = Schema.String.check(
  Schema.isPattern(PATTERN, { expected: "a time, as in 45s, 30m, 2h or 1d" }),
).pipe(
  Schema.decodeTo(Schema.Finite, {
    decode: SchemaGetter.transform(millisOf),
    encode: SchemaGetter.transform((millis: number) => `${millis / 1000}s`),
  }),
);

/**
 * A time as a person writes it, `45s`, `30m`, `2h`, `1d`; decoded it is milliseconds. A union of one: what is said of
 * a union reaches the JSON Schema.
 */
export const DurationText = Schema.Union([Text]);
