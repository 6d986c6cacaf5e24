/** What a training makes small. Checks take it as an argument, so that a test can hand them a wrong one. */
import type { Model } from "@attune/nn";
import type { Scalar, Tensor } from "@tensorflow/tfjs-core";
import type { Penalty } from "./Penalty.ts";
import type { Strengths } from "./Strength.ts";

export interface Objective {
  readonly model: Pick<Model, "apply">;
  /** outputs [batch, width] and targets → the loss of the batch. */
  readonly batchLoss: (outputs: Tensor, targets: Tensor) => Scalar;
  /** As the λ make it. They are not captured, so that trainings which differ in them share a compiled step. */
  readonly penalty: (strengths: Strengths) => Penalty | undefined;
}
