import type { NamedValues, ParamShapes } from "@attune/nn";
import type { InitConfig } from "./InitConfig.ts";
import { initialize } from "./initialize.ts";
import { initializerOf } from "./initializerOf.ts";
import { outputLayer } from "./outputLayer.ts";
import { biasOf, type Prior } from "./Prior.ts";
import { type LsuvRow, type MeasureVariances, unitVariance } from "./unitVariance.ts";

/** What `head: small` multiplies the output layer's weights by. */
const SMALL = 0.01;

export interface InitialWeights {
  readonly values: NamedValues;
  /** A row for each layer that `lsuv` scaled, in forward order. */
  readonly lsuv: ReadonlyArray<LsuvRow>;
}

const withData = (
  values: NamedValues,
  name: string,
  next: (value: number, index: number) => number,
): NamedValues => {
  const { shape, data } = values[name]!;
  return { ...values, [name]: { shape, data: Float32Array.from(data, next) } };
};

/** Whether an override under `layers` names the bias: it goes before `output_bias`. */
const overridden = (name: string, shapes: ParamShapes, config: InitConfig): boolean =>
  initializerOf(name, shapes[name]!, config) !== config.biases;

/** The bias of the output layer as `output_bias` says. */
const withOutputBias = (
  values: NamedValues,
  shapes: ParamShapes,
  config: InitConfig,
  prior: Prior,
): NamedValues => {
  const { bias } = outputLayer(shapes);
  if (config.outputBias === undefined || bias === undefined || overridden(bias, shapes, config))
    return values;
  if (config.outputBias === "zeros") return withData(values, bias, () => 0);
  const known = biasOf(prior);
  const { length } = values[bias]!.data;
  if (known.length !== length) throw new Error(`expected a prior of ${length} outputs, got ${known.length}`);
  return withData(values, bias, (_, index) => known[index]!);
};

/**
 * All first values of a model: each tensor filled by its initializer, then layers of `lsuv` scaled, then the output
 * layer as `head` and `output_bias` say. The bias comes last: the spread of a prior is none of the signal.
 */
export const initialWeights = (
  shapes: ParamShapes,
  config: InitConfig,
  seed: number,
  { measure, prior }: { readonly measure: MeasureVariances; readonly prior: Prior },
): InitialWeights => {
  const { weights } = outputLayer(shapes);
  const drawn = initialize(shapes, config, seed);
  const { values, rows } = unitVariance(
    shapes,
    config,
    drawn,
    config.head === "as_is" ? weights : [],
    measure,
  );
  const headed =
    config.head === "small"
      ? weights.reduce((so, name) => withData(so, name, (value) => SMALL * value), values)
      : values;
  return { values: withOutputBias(headed, shapes, config, prior), lsuv: rows };
};
