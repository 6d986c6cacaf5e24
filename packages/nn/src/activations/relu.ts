import { relu as reluOp } from "@tensorflow/tfjs-core";
import type { Activation } from "../Activation.ts";
import { noSettings } from "../noSettings.ts";

/** max(0, x). NaN stays NaN. Glorot, Bordes & Bengio 2011, "Deep sparse rectifier neural networks". */
export const relu: Activation = {
  config: noSettings.annotate({ description: "max(0, x): 0 below 0, x above." }),
  apply: (x) => reluOp(x),
};
