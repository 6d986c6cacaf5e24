/** Makes our kernels known to one backend of tfjs. An engine calls it when it opens; nothing registers at import. */
import {
  getGradient,
  getKernel,
  type KernelConfig,
  registerGradient,
  registerKernel,
} from "@tensorflow/tfjs-core";
import { affineGradient } from "./affine.ts";
import { batchNormGradient } from "./batchNorm.ts";
import { convolutionGradients } from "./convolution.ts";
import { gradients } from "./gradients.ts";
import { gruGradient } from "./gru.ts";
import { imageGradients } from "./imageGradients.ts";
import { joinGradients } from "./joinGradients.ts";
import { lstmGradient } from "./lstm.ts";

export const registerKernels = (kernels: ReadonlyArray<KernelConfig>): void => {
  for (const kernel of kernels) {
    if (getKernel(kernel.kernelName, kernel.backendName) == null) registerKernel(kernel);
  }
  for (const gradient of [
    affineGradient,
    batchNormGradient,
    ...gradients,
    ...convolutionGradients,
    ...imageGradients,
    ...joinGradients,
    lstmGradient,
    gruGradient,
  ]) {
    if (getGradient(gradient.kernelName) == null) registerGradient(gradient);
  }
};
