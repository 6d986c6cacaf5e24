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
  /**
   * outputs [batch, width] → [batch]. Where examples have weights each is multiplied by its own; the loss of a batch is
   * then their sum divided by that of the weights, else their mean.
   */
  perExample(outputs: Tensor, targets: Tensor, config: Config): Tensor;
  /** Targets → weights of the examples, [batch], above 0; undefined where they count alike. */
  weights?(config: Config): ((targets: Tensor) => Tensor) | undefined;
  /** Settings that depend on the training labels, filled in. */
  resolve?(config: Config, labels: Int32Array, classes: number): Config;
  /** Why the settings do not fit the number of classes, and which one. */
  misfit?(
    config: Config,
    classes: number,
  ): { readonly setting: string; readonly message: string } | undefined;
}
