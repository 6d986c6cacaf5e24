import { type InitConfig, type LsuvRow, outputLayer } from "@attune/init";
import type { Engine, Model, NamedValues } from "@attune/nn";
import { alikeUnits } from "./alikeUnits.ts";
import type { InitialState, TensorStatistics } from "./InitialState.ts";
import { isStandard } from "./isStandard.ts";
import { layerStatistics, spreadOf, varianceOf } from "./layerStatistics.ts";
import { probeNetwork } from "./probeNetwork.ts";
import type { Data } from "./Resources.ts";
import { head } from "./slicePart.ts";
import { rounded } from "./watching/rounded.ts";

/** Examples of the probe batch, at most. */
const PROBE = 512;

const tensorStatistics = (
  { paramShapes }: Model,
  values: NamedValues,
  gradients: NamedValues,
): ReadonlyArray<TensorStatistics> => {
  const { weights: outputs } = outputLayer(paramShapes);
  return Object.entries(paramShapes).flatMap(([name, { role, shape, fanIn, fanOut, activation }]) => {
    if (role !== "weight") return [];
    const value = values[name]!;
    const gradient = gradients[name]!;
    const units = shape.at(-1) ?? 1;
    return {
      name,
      size: value.data.length,
      variance: varianceOf(value),
      fanIn,
      fanOut,
      activation,
      units,
      alike: alikeUnits(value.data, gradient.data, units),
      gradientNorm: spreadOf([gradient]).norm,
      output: outputs.includes(name),
    };
  });
};

/** All that the checks of first weights look at, on up to 512 training examples. */
export const measureInitialState = (
  engine: Engine,
  model: Model,
  { train, classes }: Data,
  values: NamedValues,
  { weights }: Pick<InitConfig, "weights">,
  lsuv: ReadonlyArray<LsuvRow>,
): InitialState => {
  const probe = probeNetwork(engine, model, values, head(train, PROBE));
  return {
    layers: layerStatistics(model, values, probe.gradients, probe.layers),
    tensors: tensorStatistics(model, values, probe.gradients),
    lsuv,
    loss: rounded(probe.loss),
    classes: classes.length,
    standardInputs: isStandard(train),
    finiteInputs: head(train, PROBE).inputs.every(Number.isFinite),
    weights: Object.keys(weights).join(),
    ...(weights.lsuv ? { lsuvBatch: weights.lsuv.batch } : {}),
  };
};
