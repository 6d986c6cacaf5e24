import { tanh as tanhOp } from "@tensorflow/tfjs-core";
import type { Activation } from "../Activation.ts";
import { noSettings } from "../noSettings.ts";

/** Hyperbolic tangent, (-1, 1). */
export const tanh: Activation = {
  config: noSettings.annotate({ description: "Hyperbolic tangent, between -1 and 1." }),
  apply: (x) => tanhOp(x),
};
