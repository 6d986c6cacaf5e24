import { add, erf, mul } from "@tensorflow/tfjs-core";
import type { Activation } from "../Activation.ts";
import { noSettings } from "../noSettings.ts";

/**
 * x Φ(x), Φ the distribution function of the standard normal: x/2 · (1 + erf(x / √2)). Exact, by the error function,
 * as PyTorch's default; not the approximation by tanh. Hendrycks & Gimpel 2016.
 */
export const gelu: Activation = {
  config: noSettings.annotate({
    description: "x times the normal probability of less than x: exact, by erf, not by tanh.",
  }),
  apply: (x) => mul(mul(x, 0.5), add(erf(mul(x, Math.SQRT1_2)), 1)),
};
