/** What a network does on a fixed batch of training examples: outputs by layer, gradients by tensor. */
import {
  downloadTensors,
  type Model,
  type NamedValues,
  noiseKey,
  type Params,
  type Slice,
  stream,
  trainedShapes,
  uploadTensors,
} from "@attune/nn";
import { add, type Scalar, type Tensor, tensor1d, tidy, valueAndGrads } from "@tensorflow/tfjs-core";
import type { Objective } from "../Objective.ts";
import { head } from "../slicePart.ts";
import { uploadSlice } from "../uploadSlice.ts";

export interface Probed {
  /** Outputs by layer, in depth order, of evaluation mode; of layers that tell of theirs. */
  readonly layers: NamedValues;
  /** Of the loss with its penalty, by tensor, of training mode on as many examples as a batch has. */
  readonly gradients: NamedValues;
}

export type Probe = (weights: NamedValues, epoch: number) => Probed;

export interface ProbeSettings {
  readonly model: Model;
  readonly objective: Objective;
  readonly slice: Slice;
  readonly batchSize: number;
  readonly seed: number;
}

const EXAMPLES = 512;
/** Of a small slice: enough to call a unit dead, without passing all of it once more. */
const SHARE = 1 / 8;
const ENOUGH = 100;
/** However large the layers are. */
const FEWEST = 32;
/** Outputs of all layers together, for all examples: more would cost more than they tell. */
const OUTPUTS = 1 << 20;

const sizeOf = (shape: ReadonlyArray<number>): number =>
  shape.reduce((product, length) => product * length, 1);

/** Outputs of all layers for one example. */
export const outputsPerExample = ({ layers }: Pick<Model, "layers">): number =>
  layers.reduce((sum, { outputShape }) => sum + sizeOf(outputShape), 0);

/** 512, or an eighth of the examples but 100; fewer where layers are large, but 32; or all there are. */
export const probeSize = (model: Pick<Model, "layers">, examples: number): number => {
  const most = Math.floor(OUTPUTS / Math.max(1, outputsPerExample(model)));
  const wanted = Math.min(EXAMPLES, Math.max(ENOUGH, Math.floor(examples * SHARE)));
  return Math.min(examples, wanted, Math.max(FEWEST, most));
};

/** Each call runs as it comes: there are too few of them for compiling to pay. */
export const makeProbe = ({ model, objective, slice, batchSize, seed }: ProbeSettings): Probe => {
  const examples = head(slice, probeSize(model, slice.size));
  const batch = head(examples, batchSize);
  const noise = stream(seed, "watch/dropout");
  const names = Object.keys(trainedShapes(model.paramShapes));

  const layersOf = (params: Params): NamedValues => {
    const layers: Record<string, Tensor> = {};
    model.apply(params, uploadSlice(examples).inputs, {
      training: false,
      observe: (name, kind, value) => {
        if (kind === "activation") layers[name] = value;
      },
    });
    return downloadTensors(layers);
  };

  const gradientsOf = (params: Params, key: Tensor): NamedValues => {
    const { inputs, targets } = uploadSlice(batch);
    const lossOf = (...values: Array<Tensor>): Scalar => {
      const trained = Object.fromEntries(names.map((name, at) => [name, values[at]!]));
      const outputs = model.apply({ ...params, ...trained }, inputs, { training: true, key });
      return objective.batchLoss(outputs, targets);
    };
    const { grads } = valueAndGrads(lossOf)(names.map((name) => params[name]!));
    const penalties = objective.penalty?.gradients(params) ?? {};
    const whole = names.map((name, at) => {
      const more = penalties[name];
      return [name, more === undefined ? grads[at]! : add(grads[at]!, more)] as const;
    });
    return downloadTensors(Object.fromEntries(whole));
  };

  return (weights, epoch) => {
    let probed: Probed = { layers: {}, gradients: {} };
    tidy(() => {
      const params = uploadTensors(weights);
      const key = tensor1d(noiseKey(noise, epoch, 0), "int32");
      probed = { layers: layersOf(params), gradients: gradientsOf(params, key) };
    });
    return probed;
  };
};
