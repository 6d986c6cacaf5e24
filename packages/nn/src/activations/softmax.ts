import {
  customGrad,
  div,
  exp,
  type GradSaveFunc,
  max,
  mul,
  sub,
  sum,
  type Tensor,
} from "@tensorflow/tfjs-core";
import type { Activation } from "../Activation.ts";
import { noSettings } from "../noSettings.ts";

/**
 * e^x / Σ e^x over the last axis: shares that add up to 1. Not for the outputs before cross_entropy, which takes the
 * softmax itself. The maximum is subtracted first, so that no power overflows. dx = y (dy - Σ dy y).
 */
export const softmax: Activation = {
  config: noSettings.annotate({
    description:
      "Positive shares that add up to 1, over the last axis; not before cross_entropy, which has its own.",
  }),
  apply: (x) =>
    customGrad((...inputs) => {
      const [given, save] = inputs as [Tensor, GradSaveFunc]; // tfjs passes the input, then the function that keeps
      const powers = exp(sub(given, max(given, -1, true)));
      const value = div(powers, sum(powers, -1, true));
      save([value]);
      return {
        value,
        gradFunc: (dy, [y]) => mul(y!, sub(dy, sum(mul(dy, y!), -1, true))),
      };
    })(x),
};
