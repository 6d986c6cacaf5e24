import * as Schema from "effect/Schema";
import { type Choice, oneOf } from "./Choice.ts";
import { layers } from "./catalog.ts";

/** A layer with its settings. */
export type LayerChoice = Choice<typeof layers>;

const title = "layer";

let schema: Schema.Codec<LayerChoice, unknown> | undefined;

/** Schema of one layer. A function: layers that hold layers are in the catalog that it is made from. */
export const layerChoice = (): Schema.Codec<LayerChoice, unknown> => {
  schema ??= oneOf(layers).annotate({ title });
  return schema;
};

/** Stands for a layer inside a layer in JSON Schema, which names the definition by its title; decodes nothing. */
export const nestedLayer = Schema.Json.check(
  Schema.makeFilter(() => true, { toJsonSchema: () => ({ $ref: `#/$defs/${title}` }) }),
) as Schema.Codec<Schema.Json, unknown> as Schema.Codec<LayerChoice, unknown>; // never decoded: see above
