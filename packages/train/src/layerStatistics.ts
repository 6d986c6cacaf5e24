/** How a signal passes an untrained network, layer by layer. */
import { type Engine, type Model, type NamedValues, type Slice, uploadTensors } from "@attune/nn";
import { dispose, type Tensor } from "@tensorflow/tfjs-core";
import { uploadSlice } from "./uploadSlice.ts";

/** Over all elements: examples and units. Null where there is no such tensor or its numbers are not finite. */
export type LayerStatistics = {
  /** `layers.0` */
  readonly name: string;
  readonly weightStd: number | null;
  readonly activationMean: number | null;
  readonly activationStd: number | null;
  readonly preactivationStd: number | null;
  /** Share of activations that are exactly 0. */
  readonly zeroShare: number | null;
};

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

const meanOf = (values: Float32Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const stdOf = (values: Float32Array): number => {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
};

const zeroShareOf = (values: Float32Array): number =>
  values.reduce((count, value) => count + (value === 0 ? 1 : 0), 0) / values.length;

/** Layers that tell of an activation, from input to output, in evaluation mode on `probe`. */
export const layerStatistics = (
  engine: Engine,
  model: Model,
  weights: NamedValues,
  probe: Slice,
): ReadonlyArray<LayerStatistics> => {
  const given = { params: uploadTensors(weights), ...uploadSlice(probe) };
  const observed = engine.compile(({ params, inputs }: typeof given) => {
    const preactivation: Record<string, Tensor> = {};
    const activation: Record<string, Tensor> = {};
    const byKind = { preactivation, activation };
    model.apply(params, inputs, {
      training: false,
      observe: (layer, kind, value) => {
        byKind[kind][layer] = value;
      },
    });
    return byKind;
  })(given);
  const statistics = Object.entries(observed.activation).map(([name, activation]) => {
    const weightName = Object.keys(model.paramShapes).find(
      (param) => param.startsWith(`${name}.`) && model.paramShapes[param]?.role === "weight",
    );
    const weight = weightName === undefined ? undefined : weights[weightName]?.data;
    const values = activation.dataSync<"float32">();
    const before = observed.preactivation[name]?.dataSync<"float32">();
    return {
      name,
      weightStd: weight ? finite(stdOf(Float32Array.from(weight))) : null,
      activationMean: finite(meanOf(values)),
      activationStd: finite(stdOf(values)),
      preactivationStd: before ? finite(stdOf(before)) : null,
      zeroShare: finite(zeroShareOf(values)),
    };
  });
  dispose([given, observed]);
  return statistics;
};
