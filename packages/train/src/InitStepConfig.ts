/** Schema of the step `init`: how the tensors are filled, and its checks. */
import { type InitConfig, initFields, initKeys } from "@attune/init";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import type { CheckConfig } from "./Check.ts";
import { initialChecks } from "./initialChecks/catalog.ts";

export type InitialCheckName = keyof typeof initialChecks;

export interface InitStepConfig extends InitConfig {
  readonly checks: Readonly<Record<InitialCheckName, CheckConfig>>;
}

const settings = Schema.Struct(
  Object.fromEntries(
    Object.entries(initialChecks).map(([name, { config }]): [string, Schema.Top] => [
      name,
      config.pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
    ]),
  ),
);

export const InitStepConfig = Schema.Struct({
  ...initFields,
  checks: settings
    .annotate({
      description:
        "Settings of each check of the first weights. All of them run, but for those with a waive.",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
})
  .pipe(Schema.encodeKeys(initKeys))
  .annotate({
    description: "Gives the weights their first values and checks them; a failed check ends the trial.",
  }) as unknown as Schema.Codec<InitStepConfig, unknown>; // the fields were made from the catalog's names and schemas
