import { getBackend, getKernel } from "@tensorflow/tfjs-core";

/** Whether the current engine has a kernel of its own for an operation of ours; else its plain definition runs. */
export const hasKernel = (kernelName: string): boolean => getKernel(kernelName, getBackend()) != null;
