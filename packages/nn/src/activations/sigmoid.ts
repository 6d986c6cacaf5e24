import { sigmoid as sigmoidOp } from "@tensorflow/tfjs-core";
import type { Activation } from "../Activation.ts";
import { noSettings } from "../noSettings.ts";

/** Logistic function 1 / (1 + exp(-x)), (0, 1). */
export const sigmoid: Activation = {
  config: noSettings.annotate({ description: "1 / (1 + e^-x), between 0 and 1." }),
  apply: (x) => sigmoidOp(x),
};
