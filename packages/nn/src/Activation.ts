/** An elementwise function between layers. */
import type { Tensor } from "@tensorflow/tfjs-core";
import type * as Schema from "effect/Schema";
import type { Row } from "./Choice.ts";

export interface Activation<Config = unknown> extends Row {
  readonly config: Schema.Codec<Config, unknown>;
  /** Same shape out as in. */
  apply(x: Tensor, config: Config): Tensor;
}
