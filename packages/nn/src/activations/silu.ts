import { mul, sigmoid } from "@tensorflow/tfjs-core";
import type { Activation } from "../Activation.ts";
import { noSettings } from "../noSettings.ts";

/** x / (1 + exp(-x)), also called swish. Elfwing, Uchibe & Doya 2018. As PyTorch's. */
export const silu: Activation = {
  config: noSettings.annotate({ description: "x times its sigmoid; also called swish." }),
  apply: (x) => mul(x, sigmoid(x)),
};
