import { abs, mean, reshape, sub } from "@tensorflow/tfjs-core";
import type { Loss } from "../Loss.ts";
import { noSettings } from "../noSettings.ts";

/** Mean over the outputs of |output - target|. Its mean over the batch is PyTorch's `l1_loss`. */
export const absoluteError: Loss = {
  config: noSettings.annotate({
    description: "For values: the mean absolute difference between output and target.",
  }),
  targets: "values",
  perExample(outputs, targets) {
    return mean(abs(sub(outputs, reshape(targets, outputs.shape))), 1);
  },
};
