import * as Schema from "effect/Schema";

/** Settings of a row that has none: `{}`; every key is refused. */
export const noSettings: Schema.Codec<{ readonly [key: string]: never }, unknown> = Schema.Record(
  Schema.String,
  Schema.Never,
);
