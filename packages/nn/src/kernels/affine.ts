/**
 * x W + b with a gradient of our own: tfjs multiplies by transposed matrices without SIMD on WebAssembly, ten
 * times slower than transposing first. A kernel rather than `customGrad`, whose gradients are never lazy: the
 * gradient towards the data, the largest product of a first layer, is not computed unless it is asked for.
 *
 * dx = dy Wᵀ, dW = xᵀ dy, db = the sum of dy over the batch.
 */
import {
  _FusedMatMul,
  engine,
  type GradConfig,
  getKernel,
  type KernelConfig,
  matMul,
  sum,
  type Tensor,
  type Tensor2D,
  type TensorInfo,
  transpose,
} from "@tensorflow/tfjs-core";

const kernelName = "Affine_attune";

/** x [batch, in], weight [in, out], bias [out] → [batch, out]. */
export const affine = (x: Tensor, weight: Tensor, bias: Tensor): Tensor =>
  engine().runKernel<Tensor>(kernelName, { x, weight, bias });

const matrix = ({ dataId, shape, dtype }: TensorInfo): TensorInfo => ({
  dataId,
  shape: [1, ...shape],
  dtype,
});

export const affineKernel = (backendName: string): KernelConfig => ({
  kernelName,
  backendName,
  kernelFunc: ({ inputs, backend }): TensorInfo => {
    const result = getKernel(_FusedMatMul, backendName).kernelFunc({
      inputs: { a: matrix(inputs.x!), b: matrix(inputs.weight!), bias: inputs.bias },
      attrs: { transposeA: false, transposeB: false, activation: "linear" },
      backend,
    }) as TensorInfo; // this kernel has one output
    return { ...result, shape: result.shape.slice(1) };
  },
});

export const affineGradient: GradConfig = {
  kernelName,
  inputsToSave: ["x", "weight"],
  gradFunc: (dy, [x, weight]) => {
    const dOut = dy as Tensor2D; // one output, [batch, out]
    return {
      x: () => matMul(dOut, transpose(weight as Tensor2D)),
      weight: () => matMul(transpose(x as Tensor2D), dOut),
      bias: () => sum(dOut, 0),
    };
  },
};
