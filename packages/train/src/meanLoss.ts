/** The loss of a batch: the mean over its examples. */
import type { Model } from "@attune/nn";
import { mean, type Scalar, type Tensor } from "@tensorflow/tfjs-core";

export const meanLoss =
  (model: Pick<Model, "loss">) =>
  (outputs: Tensor, targets: Tensor): Scalar =>
    mean(model.loss(outputs, targets));
