import type { Model, NamedValues, ParamShape } from "@attune/nn";
import type { LayerFigures, Snapshot, TensorFigures } from "../History.ts";
import { type FilterPlace, filterFigures } from "./filters.ts";
import { histogramOf } from "./histogramOf.ts";
import { layerFigures } from "./layerFigures.ts";
import type { Probed } from "./Probe.ts";
import { rounded } from "./rounded.ts";
import type { UpdateFigures } from "./UpdateFigures.ts";
import { weightFigures } from "./weightFigures.ts";

export interface SnapshotParts {
  readonly epoch: number;
  readonly iteration: number;
  readonly weights: NamedValues;
  readonly probed: Probed;
  /** Undefined before the first update. */
  readonly updates: UpdateFigures | undefined;
}

/** The activation at the end of a layer, as the layer itself names it, not as its initializer sees it. */
const activationOf = ({ layers }: Pick<Model, "layers">, name: string): string => {
  const own = layers.find((layer) => layer.name === name)?.activation;
  if (own !== undefined) return own;
  const within = layers.flatMap(({ params }) => Object.entries(params));
  return within.find(([param]) => param.startsWith(`${name}.`))?.[1].activation ?? "linear";
};

const gradientFigures = (gradient: Float32Array) => {
  let squares = 0;
  let absolute = 0;
  for (let at = 0; at < gradient.length; at++) {
    const value = gradient[at]!;
    squares += value * value;
    absolute += Math.abs(value);
  }
  return {
    updateRatio: null,
    gradientNorm: rounded(Math.sqrt(squares)),
    gradientMean: rounded(absolute / gradient.length),
  };
};

const tensorFigures = (
  name: string,
  role: Exclude<ParamShape["role"], "statistic">,
  { weights, probed, updates }: SnapshotParts,
): TensorFigures => {
  const gradient = probed.gradients[name]?.data;
  const floats = gradient instanceof Float32Array ? gradient : new Float32Array();
  return {
    role,
    ...weightFigures(weights[name]!),
    ...(updates?.[name] ?? gradientFigures(floats)),
    gradients: histogramOf(floats),
  };
};

export const snapshotOf = (model: Model, place: FilterPlace | undefined, parts: SnapshotParts): Snapshot => {
  const tensors: Record<string, TensorFigures> = {};
  for (const [name, { role }] of Object.entries(model.paramShapes)) {
    if (role !== "statistic") tensors[name] = tensorFigures(name, role, parts);
  }
  const layers: Record<string, LayerFigures> = {};
  for (const [name, outputs] of Object.entries(parts.probed.layers)) {
    layers[name] = layerFigures(outputs, activationOf(model, name));
  }
  return {
    epoch: parts.epoch,
    iteration: parts.iteration,
    tensors,
    layers,
    ...(place === undefined ? {} : { filters: filterFigures(place, parts.weights) }),
  };
};
