import type { Json } from "@attune/core";
import { ModelConfig, withoutNoise } from "@attune/nn";
import * as Schema from "effect/Schema";

const Normal = Schema.Record(Schema.String, Schema.Json);

/** The `model` section with every noise rate 0, in its normal form; a user's model as it stands. */
export const quietModel = (section: Json): { readonly [name: string]: Json } => {
  const config = withoutNoise(Schema.decodeUnknownSync(ModelConfig)(section));
  return Schema.decodeUnknownSync(Normal)(Schema.encodeSync(ModelConfig)(config));
};
