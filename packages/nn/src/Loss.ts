/** What training makes small: one number for each example of a batch. */
import type { Tensor } from "@tensorflow/tfjs-core";
import type * as Schema from "effect/Schema";
import type { Row } from "./Choice.ts";

export interface Loss<Config = unknown> extends Row {
  readonly config: Schema.Codec<Config, unknown>;
  /** Kind of target it compares with: class indices int32 [batch], or values float32 [batch, width]. */
  readonly targets: "classes" | "values" | "either";
  /** Set where outputs are logits of "yes": two classes are told apart by one output, above 0 for class 1. */
  readonly binary?: true;
  /** outputs [batch, width] → [batch]. */
  perExample(outputs: Tensor, targets: Tensor, config: Config): Tensor;
}
