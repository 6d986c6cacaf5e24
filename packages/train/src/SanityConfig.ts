/** Schema of sanity's settings: every check under its name, with its default. */
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { checks } from "./checks/catalog.ts";

type Checks = typeof checks;
export type CheckName = keyof Checks;

export interface SanityConfig {
  readonly checks: { readonly [Name in CheckName]: Checks[Name]["config"]["Type"] };
}

const settings = Schema.Struct(
  Object.fromEntries(
    Object.entries(checks).map(([name, { config }]): [string, Schema.Top] => [
      name,
      config.pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
    ]),
  ),
);

export const SanityConfig = Schema.Struct({
  checks: settings
    .annotate({ description: "Settings of each check. All of them run, but for those with a waive." })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
}).annotate({
  description: "Checks the network before it learns; a failed check ends the trial.",
}) as unknown as Schema.Codec<SanityConfig, unknown>; // the fields were made from the catalog's names and schemas
