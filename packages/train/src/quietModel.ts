import type { Json } from "@attune/core";
import { ModelConfig, withoutNoise } from "@attune/nn";
import * as Schema from "effect/Schema";

const Normal = Schema.Struct({ layers: Schema.Json, loss: Schema.Json });

/** The `model` section with every noise rate 0, in its normal form. */
export const quietModel = (section: Json): { readonly layers: Json; readonly loss: Json } => {
  const config = withoutNoise(Schema.decodeUnknownSync(ModelConfig)(section));
  return Schema.decodeUnknownSync(Normal)(Schema.encodeSync(ModelConfig)(config));
};
