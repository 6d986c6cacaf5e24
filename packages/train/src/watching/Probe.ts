/** What a network does on a fixed batch of training examples: outputs by layer, gradients by tensor. */
import {
  downloadTensors,
  type Engine,
  type Model,
  type NamedValues,
  noiseKey,
  type Slice,
  stream,
  trainedShapes,
  uploadTensors,
} from "@attune/nn";
import { add, dispose, type Scalar, type Tensor, tensor1d, valueAndGrads } from "@tensorflow/tfjs-core";
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
  readonly engine: Engine;
  readonly model: Model;
  readonly objective: Objective;
  readonly slice: Slice;
  readonly batchSize: number;
  readonly seed: number;
}

const EXAMPLES = 512;
const FEWEST = 32;
/** Outputs of all layers together, for all examples: more would cost more than they tell. */
const OUTPUTS = 1 << 20;

const sizeOf = (shape: ReadonlyArray<number>): number =>
  shape.reduce((product, length) => product * length, 1);

/** Outputs of all layers for one example. */
export const outputsPerExample = ({ layers }: Pick<Model, "layers">): number =>
  layers.reduce((sum, { outputShape }) => sum + sizeOf(outputShape), 0);

/** 512, fewer where layers are large, but 32, or all there are. */
export const probeSize = (model: Pick<Model, "layers">, examples: number): number => {
  const most = Math.floor(OUTPUTS / Math.max(1, outputsPerExample(model)));
  return Math.min(examples, EXAMPLES, Math.max(FEWEST, most));
};

type Inputs = ReturnType<typeof uploadSlice> & {
  readonly params: Readonly<Record<string, Tensor>>;
  readonly batch: ReturnType<typeof uploadSlice>;
  readonly key: Tensor;
};

export const makeProbe = ({ engine, model, objective, slice, batchSize, seed }: ProbeSettings): Probe => {
  const examples = head(slice, probeSize(model, slice.size));
  const batch = head(examples, batchSize);
  const noise = stream(seed, "watch/dropout");
  const names = Object.keys(trainedShapes(model.paramShapes));
  const step = engine.compile(({ params, inputs, batch: some, key }: Inputs) => {
    const layers: Record<string, Tensor> = {};
    model.apply(params, inputs, {
      training: false,
      observe: (name, kind, value) => {
        if (kind === "activation") layers[name] = value;
      },
    });
    const lossOf = (...values: Array<Tensor>): Scalar => {
      const trained = Object.fromEntries(names.map((name, at) => [name, values[at]!]));
      const outputs = model.apply({ ...params, ...trained }, some.inputs, { training: true, key });
      return objective.batchLoss(outputs, some.targets);
    };
    const { grads } = valueAndGrads(lossOf)(names.map((name) => params[name]!));
    const penalties = objective.penalty?.gradients(params) ?? {};
    const whole = names.map((name, at) => {
      const more = penalties[name];
      return [name, more === undefined ? grads[at]! : add(grads[at]!, more)] as const;
    });
    return { layers, gradients: Object.fromEntries(whole) };
  }, "probe");
  return (weights, epoch) => {
    const key = tensor1d(noiseKey(noise, epoch, 0), "int32");
    const given = {
      params: uploadTensors(weights),
      ...uploadSlice(examples),
      batch: uploadSlice(batch),
      key,
    };
    const told = step(given);
    const probed = { layers: downloadTensors(told.layers), gradients: downloadTensors(told.gradients) };
    dispose([given, told]);
    return probed;
  };
};
