/** What a network does on a fixed batch of training examples: outputs by layer, gradients by tensor. */
import {
  downloadTensors,
  type Model,
  type NamedValues,
  noiseKey,
  type Params,
  type Slice,
  stream,
  type Tensors,
  uploadTensors,
} from "@attune/nn";
import { add, type Tensor, tensor1d, tidy } from "@tensorflow/tfjs-core";
import type { Penalty } from "../Penalty.ts";
import { head } from "../slicePart.ts";
import { uploadSlice } from "../uploadSlice.ts";
import type { Passes } from "./Passes.ts";

export interface Probed {
  /** Outputs by layer, in depth order, of evaluation mode; of layers that tell of theirs. */
  readonly layers: NamedValues;
  /** Of the loss with its penalty, by tensor, of training mode on as many examples as a batch has. */
  readonly gradients: NamedValues;
}

export type Probe = (weights: NamedValues, epoch: number) => Probed;

export interface ProbeSettings {
  readonly model: Model;
  readonly passes: Passes;
  readonly penalty: Penalty | undefined;
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

export const makeProbe = ({ model, passes, penalty, slice, batchSize, seed }: ProbeSettings): Probe => {
  const examples = head(slice, probeSize(model, slice.size));
  const batch = head(examples, batchSize);
  const noise = stream(seed, "watch/dropout");

  const gradientsOf = (params: Params, key: Tensor): Tensors => {
    const gradients = passes.gradients({ params, ...uploadSlice(batch), key });
    const penalties = penalty?.gradients(params) ?? {};
    return Object.fromEntries(
      Object.entries(gradients).map(([name, gradient]) => {
        const more = penalties[name];
        return [name, more === undefined ? gradient : add(gradient, more)];
      }),
    );
  };

  return (weights, epoch) => {
    let probed: Probed = { layers: {}, gradients: {} };
    tidy(() => {
      const params = uploadTensors(weights);
      const key = tensor1d(noiseKey(noise, epoch, 0), "int32");
      const layers = passes.layers({ params, inputs: uploadSlice(examples).inputs });
      probed = { layers: downloadTensors(layers), gradients: downloadTensors(gradientsOf(params, key)) };
    });
    return probed;
  };
};
