import { mean, reshape, squaredDifference } from "@tensorflow/tfjs-core";
import type { Loss } from "../Loss.ts";
import { noSettings } from "../noSettings.ts";

/** Mean over the outputs of (output - target)². Its mean over the batch is PyTorch's `mse_loss`. */
export const squaredError: Loss = {
  config: noSettings.annotate({
    description: "For values: the mean squared difference between output and target.",
  }),
  targets: "values",
  perExample(outputs, targets) {
    return mean(squaredDifference(outputs, reshape(targets, outputs.shape)), 1);
  },
};
