import { totalmem } from "node:os";
import { enableProdMode, memory, setBackend } from "@tensorflow/tfjs-core";
import type { Engine } from "../Engine.ts";
import { randomNormalKernel } from "../kernels/randomNormal.ts";
import { randomUniformKernel } from "../kernels/randomUniform.ts";
import { registerKernels } from "../kernels/registerKernels.ts";
import { eagerLoop } from "./eagerLoop.ts";
import { runEagerly } from "./runEagerly.ts";
import { leaves } from "./tensorTree.ts";

/** An engine that runs each operation as it comes, on a tfjs backend whose package is loaded already. */
export const openBackend = async (name: string): Promise<Engine> => {
  enableProdMode(); // no advice on the terminal to install other packages
  registerKernels([randomUniformKernel(name), randomNormalKernel(name)]);
  if (!(await setBackend(name))) throw new Error(`the engine ${name} could not be started`);
  return {
    name,
    about: "",
    compile:
      (step, stepName = "step") =>
      (inputs) =>
        runEagerly(leaves(inputs), () => step(inputs), stepName),
    loop: eagerLoop,
    turnsEvery: Number.POSITIVE_INFINITY,
    takeNotes: () => [],
    tensors: () => memory().numTensors,
    bytes: () => memory().numBytes,
    capacity: totalmem(),
  };
};
