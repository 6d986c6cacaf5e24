/** What a training makes small. Checks take it as an argument, so that a test can hand them a wrong one. */
import type { Model } from "@attune/nn";
import type { Scalar, Tensor } from "@tensorflow/tfjs-core";
import type { Penalty } from "./Penalty.ts";

export interface Objective {
  readonly model: Pick<Model, "apply">;
  /** outputs [batch, width] and targets → the loss of the batch. */
  readonly batchLoss: (outputs: Tensor, targets: Tensor) => Scalar;
  readonly penalty: Penalty | undefined;
}
