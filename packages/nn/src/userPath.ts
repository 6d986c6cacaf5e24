import * as Schema from "effect/Schema";

const pattern = /^\.{0,2}\//u; // with u a JSON Schema tells it, too

/** A path, as against the name of a row: `./x.ts`, `../x.ts` or `/x.ts`. */
export const isUserPath = (uses: unknown): uses is string => typeof uses === "string" && pattern.test(uses);

export const UserPath = Schema.String.check(Schema.isPattern(pattern));

/** Settings that the user's module decodes itself. */
export const UserWith = Schema.Record(Schema.String, Schema.Json);
