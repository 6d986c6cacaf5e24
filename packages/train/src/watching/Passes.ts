/** The passes of a probe, compiled: an engine replays what it has seen, so keep them for the next training. */
import { type Compiled, type Engine, type Model, type Params, type Tensors, trainedShapes } from "@attune/nn";
import { type Scalar, type Tensor, valueAndGrads } from "@tensorflow/tfjs-core";
import type { Objective } from "../Objective.ts";

type Examples = { readonly params: Params; readonly inputs: Tensor };

type Batch = Examples & {
  readonly targets: Tensor;
  /** int32 [4]: where the noise layers draw from. */
  readonly key: Tensor;
};

export interface Passes {
  /** Outputs by layer, of evaluation mode. */
  readonly layers: Compiled<Examples, Tensors>;
  /** Of the loss without a penalty, by tensor, of training mode. */
  readonly gradients: Compiled<Batch, Tensors>;
}

// named as the steps that pass through the network likewise: what cannot be replayed is told of both at once
export const makePasses = (
  engine: Engine,
  model: Pick<Model, "apply" | "paramShapes">,
  batchLoss: Objective["batchLoss"],
): Passes => {
  const names = Object.keys(trainedShapes(model.paramShapes));
  return {
    layers: engine.compile(({ params, inputs }) => {
      const layers: Record<string, Tensor> = {};
      model.apply(params, inputs, {
        training: false,
        observe: (name, kind, value) => {
          if (kind === "activation") layers[name] = value;
        },
      });
      return layers;
    }, "evaluation"),
    gradients: engine.compile(({ params, inputs, targets, key }) => {
      const lossOf = (...values: Array<Tensor>): Scalar => {
        const trained = Object.fromEntries(names.map((name, at) => [name, values[at]!]));
        return batchLoss(model.apply({ ...params, ...trained }, inputs, { training: true, key }), targets);
      };
      const { grads } = valueAndGrads(lossOf)(names.map((name) => params[name]!));
      return Object.fromEntries(names.map((name, at) => [name, grads[at]!]));
    }, "training"),
  };
};
