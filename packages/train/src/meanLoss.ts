/** The loss of a batch: the mean over its examples, weighted where they do not count alike. */
import type { Model } from "@attune/nn";
import { div, mean, type Scalar, sum, type Tensor } from "@tensorflow/tfjs-core";

export const meanLoss =
  ({ loss, exampleWeights }: Pick<Model, "loss" | "exampleWeights">) =>
  (outputs: Tensor, targets: Tensor): Scalar =>
    exampleWeights === undefined
      ? mean(loss(outputs, targets))
      : div(sum(loss(outputs, targets)), sum(exampleWeights(targets)));
