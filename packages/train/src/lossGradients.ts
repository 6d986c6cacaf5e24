import { isTrained, type Params, type Tensors } from "@attune/nn";
import { add, mul, type Scalar, scalar, sum, type Tensor, valueAndGrads } from "@tensorflow/tfjs-core";
import type { Wiring } from "./Check.ts";

export type GradientInputs = {
  readonly params: Params;
  readonly inputs: Tensor;
  readonly targets: Tensor;
  /** int32 [4]: where layers with noise would draw from. */
  readonly key: Tensor;
};

/**
 * The loss of a batch as training sees it, with its gradients by all params that are trained. tfjs refuses a loss that
 * does not depend on every param; here such a param has a gradient of exactly 0.
 */
export const lossGradients = ({ model, batchLoss }: Pick<Wiring, "model" | "batchLoss">) => {
  const names = Object.keys(model.paramShapes).filter((name) => isTrained(model.paramShapes[name]!));
  return ({ params, inputs, targets, key }: GradientInputs): { loss: Tensor; gradients: Tensors } => {
    const lossOf = (...values: Array<Tensor>): Scalar => {
      const trained = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
      const outputs = model.apply({ ...params, ...trained }, inputs, { training: true, key });
      const nothing = mul(
        values.reduce<Tensor>((total, value) => add(total, sum(value)), scalar(0)), // AddN has no gradient
        0,
      );
      return add<Scalar>(batchLoss(outputs, targets), nothing);
    };
    const { value, grads } = valueAndGrads(lossOf)(names.map((name) => params[name]!));
    return { loss: value, gradients: Object.fromEntries(names.map((name, i) => [name, grads[i]!])) };
  };
};
