/**
 * x W + b. On the engine wasm one kernel; a kernel rather than `customGrad`, whose gradients are never lazy: the
 * gradient towards the data, the largest product of a first layer, is not computed unless it is asked for.
 *
 * dx = dy Wᵀ, dW = xᵀ dy, db = the sum of dy over the batch.
 */
import { add, engine, type GradConfig, matMul, sum, type Tensor, type Tensor2D } from "@tensorflow/tfjs-core";
import { hasKernel } from "./hasKernel.ts";

const kernelName = "Affine_attune";

/** The plain definition. */
export const plainAffine = (x: Tensor, weight: Tensor, bias: Tensor): Tensor =>
  add(matMul(x as Tensor2D, weight as Tensor2D), bias); // matrices by contract

/** x [batch, in], weight [in, out], bias [out] → [batch, out]. */
export const affine = (x: Tensor, weight: Tensor, bias: Tensor): Tensor =>
  hasKernel(kernelName)
    ? engine().runKernel<Tensor>(kernelName, { x, weight, bias })
    : plainAffine(x, weight, bias);

export const affineGradient: GradConfig = {
  kernelName,
  inputsToSave: ["x", "weight"],
  gradFunc: (dy, saved) => {
    const [dOut, x, weight] = [dy, ...saved] as [Tensor2D, Tensor2D, Tensor2D]; // one output, [batch, out]
    return {
      x: () => matMul(dOut, weight, false, true),
      weight: () => matMul(x, dOut, true, false),
      bias: () => sum(dOut, 0),
    };
  },
};
