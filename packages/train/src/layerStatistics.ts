/** How a signal and its gradient pass an untrained network, layer by layer. */
import type { Model, NamedValues, Values } from "@attune/nn";
import type { LayerStatistics } from "./InitialState.ts";
import { layerActivation } from "./layerActivation.ts";
import { layerFigures } from "./watching/layerFigures.ts";
import { rounded } from "./watching/rounded.ts";

/** By layer, in forward order. */
export interface ObservedValues {
  readonly activation: NamedValues;
  readonly preactivation: NamedValues;
}

/** Where |2(a − min)/(max − min) − 1| is beyond this, the slope of the activation is nearly 0: .06 of tanh. */
const SATURATED = 0.97;

/** How far an activation is from the middle of its bounds: 1 is at one of them. */
const fromMiddle: Readonly<Record<string, (activation: number) => number>> = {
  tanh: Math.abs,
  sigmoid: (activation) => Math.abs(2 * activation - 1),
};

const saturatedShare = ({ data }: Values, activation: string): number | null => {
  const distance = fromMiddle[activation];
  if (distance === undefined) return null;
  let count = 0;
  for (let at = 0; at < data.length; at++) if (distance(data[at]!) > SATURATED) count++;
  return count / data.length;
};

const moments = (tensors: ReadonlyArray<Values>) => {
  let size = 0;
  let sum = 0;
  let squares = 0;
  for (const { data } of tensors) {
    size += data.length;
    for (let at = 0; at < data.length; at++) {
      sum += data[at]!;
      squares += data[at]! ** 2;
    }
  }
  return { size, mean: sum / size, squares };
};

/** Standard deviation of all elements, and length; null where there is no tensor. */
export const spreadOf = (tensors: ReadonlyArray<Values>): { std: number | null; norm: number | null } => {
  if (tensors.length === 0) return { std: null, norm: null };
  const { size, mean, squares } = moments(tensors);
  const std = Math.sqrt(Math.max(0, squares / size - mean * mean));
  return { std: rounded(std), norm: rounded(Math.sqrt(squares)) };
};

/** Population variance of a tensor's values. */
export const varianceOf = (tensor: Values): number => {
  const { size, mean } = moments([tensor]);
  let squares = 0;
  for (let at = 0; at < size; at++) squares += (tensor.data[at]! - mean) ** 2;
  return squares / size;
};

/** Weights of a layer: of the layers that are told of, the one with the longest name that a tensor begins with. */
const weightsOf = (name: string, model: Model, told: ReadonlyArray<string>): ReadonlyArray<string> =>
  Object.keys(model.paramShapes).filter((param) => {
    if (model.paramShapes[param]?.role !== "weight" || !param.startsWith(`${name}.`)) return false;
    return !told.some((other) => other.length > name.length && param.startsWith(`${other}.`));
  });

/** Layers that tell of an activation, from input to output. */
export const layerStatistics = (
  model: Model,
  weights: NamedValues,
  gradients: NamedValues,
  { activation, preactivation }: ObservedValues,
): ReadonlyArray<LayerStatistics> => {
  const told = Object.keys(activation);
  return told.map((name) => {
    const kind = layerActivation(model, name);
    const own = weightsOf(name, model, told);
    const outputs = activation[name]!;
    const { mean, std, deadShare, zeroShare } = layerFigures(outputs, kind);
    const before = preactivation[name];
    const gradient = spreadOf(own.flatMap((param) => gradients[param] ?? []));
    return {
      name,
      activation: kind,
      weightStd: spreadOf(own.flatMap((param) => weights[param] ?? [])).std,
      activationMean: mean,
      activationStd: std,
      preactivationStd: before === undefined ? null : spreadOf([before]).std,
      gradientStd: gradient.std,
      gradientNorm: gradient.norm,
      zeroShare: rounded(zeroShare),
      deadShare,
      saturatedShare: saturatedShare(outputs, kind),
    };
  });
};
