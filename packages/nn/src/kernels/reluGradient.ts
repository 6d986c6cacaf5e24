import { engine, mul, step, type Tensor } from "@tensorflow/tfjs-core";
import { hasKernel } from "./hasKernel.ts";

const kernelName = "ReluGradient_attune";

/** The plain definition. */
export const plainReluGradient = (dy: Tensor, y: Tensor): Tensor => mul(dy, step(y));

/** dy where y, the output of relu, is above 0, and 0 elsewhere. NaN stays NaN. */
export const reluGradient = (dy: Tensor, y: Tensor): Tensor =>
  hasKernel(kernelName) ? engine().runKernel<Tensor>(kernelName, { dy, y }) : plainReluGradient(dy, y);
