/** Makes our kernels known to one backend of tfjs. An engine calls it when it opens; nothing registers at import. */
import { getGradient, getKernel, registerGradient, registerKernel } from "@tensorflow/tfjs-core";
import { affineGradient, affineKernel } from "./affine.ts";
import { gradients } from "./gradients.ts";
import { randomUniformKernel } from "./randomUniform.ts";

export const registerKernels = (backendName: string): void => {
  for (const kernel of [affineKernel(backendName), randomUniformKernel(backendName)]) {
    if (getKernel(kernel.kernelName, backendName) == null) registerKernel(kernel);
  }
  for (const gradient of [affineGradient, ...gradients]) {
    if (getGradient(gradient.kernelName) == null) registerGradient(gradient);
  }
};
