import { add, cast, mul, oneHot, relu, reshape, sub, sum } from "@tensorflow/tfjs-core";
import type { Loss } from "../Loss.ts";
import { noSettings } from "../noSettings.ts";

/**
 * Σ over the other classes j of max(0, x_j - x_y + 1), x [batch, classes], y the class: the support vector machine of
 * Weston & Watkins 1999, as in Stanford's cs231n. PyTorch's `multi_margin_loss` is this divided by the classes.
 */
export const hinge: Loss = {
  config: noSettings.annotate({
    description: "For classes: how far each other class comes within 1 of the right one, added up (SVM).",
  }),
  targets: "classes",
  perExample(outputs, targets) {
    const right = cast(oneHot(reshape(targets, [-1]), outputs.shape[1]!), "float32");
    const score = sum(mul(outputs, right), 1, true);
    const margin = sub(1, right); // 0 at the right class, which so adds exactly 0
    return sum(relu(add(sub(outputs, score), margin)), 1);
  },
};
