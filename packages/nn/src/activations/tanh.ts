import { tanh as tanhOp } from "@tensorflow/tfjs-core";
import type { Activation } from "../Activation.ts";
import { noSettings } from "../noSettings.ts";

/** Hyperbolic tangent, (-1, 1). */
export const tanh: Activation = { config: noSettings, apply: (x) => tanhOp(x) };
