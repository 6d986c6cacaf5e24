/** The second half of LSUV: each layer in turn is scaled until its outputs have variance 1 on a batch. */
import { chosen, type NamedValues, type ParamShapes } from "@attune/nn";
import { initializers } from "./catalog.ts";
import type { InitConfig } from "./InitConfig.ts";
import { initializerOf } from "./initializerOf.ts";
import type { LsuvConfig } from "./initializers/lsuv.ts";
import { ownerOf } from "./outputLayer.ts";

/**
 * Variance of the outputs of each layer, by its name and in forward order, on the first `batch` training examples with
 * these values, before the activation. A layer that does not tell it is left out.
 */
export type MeasureVariances = (values: NamedValues, batch: number) => Readonly<Record<string, number>>;

/** How one layer was scaled. */
export interface LsuvRow {
  /** `layers.0`, or the tensor where no layer tells of its outputs: then it is not scaled. */
  readonly layer: string;
  /** Variance of the outputs before and after; null where it was not measured or is not finite. */
  readonly before: number | null;
  readonly after: number | null;
  /** Divisions. */
  readonly iterations: number;
  readonly tolerance: number;
}

/** The settings where the tensor's initializer is `lsuv` and it is to be scaled. */
const settingsOf = (name: string, shapes: ParamShapes, config: InitConfig): LsuvConfig | undefined => {
  const choice = initializerOf(name, shapes[name]!, config);
  if (choice === undefined) return undefined;
  const { name: kind, config: settings } = chosen(initializers, choice);
  return kind === "lsuv" && settings.mode !== "orthonormal_only" ? settings : undefined;
};

const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

const scaled = (values: NamedValues, name: string, factor: number): NamedValues => {
  const { shape, data } = values[name]!;
  return { ...values, [name]: { shape, data: Float32Array.from(data, (value) => factor * value) } };
};

interface Target {
  readonly layer: string;
  readonly param: string;
  readonly settings: LsuvConfig;
}

/** Weights from state to state: orthonormal, they keep its length, and a larger factor would let it grow. */
const RECURRENT = "recurrent_weight";

/**
 * The tensor to scale of each layer: its last weight but for those from state to state. One is enough, and two that follow
 * each other, as in a separable convolution, would be scaled twice.
 */
const targetsOf = (
  shapes: ParamShapes,
  config: InitConfig,
  left: ReadonlyArray<string>,
): ReadonlyArray<Target> => {
  const targets = Object.keys(shapes).flatMap((param): ReadonlyArray<Target> => {
    const settings =
      left.includes(param) || param.endsWith(RECURRENT) ? undefined : settingsOf(param, shapes, config);
    return settings === undefined ? [] : [{ layer: ownerOf(param), param, settings }];
  });
  return [...Map.groupBy(targets, ({ layer }) => layer).values()].flatMap((own) => own.at(-1) ?? []);
};

/**
 * Divides the weights of each layer by the standard deviation of its outputs until their variance is within
 * `tolerance` of 1, all layers before it as already fixed. Of a linear layer without biases one division is enough.
 * Tensors in `left` stay as they are.
 */
export const unitVariance = (
  shapes: ParamShapes,
  config: InitConfig,
  start: NamedValues,
  left: ReadonlyArray<string>,
  measure: MeasureVariances,
): { readonly values: NamedValues; readonly rows: ReadonlyArray<LsuvRow> } => {
  const settings = Object.keys(shapes).flatMap((param) => settingsOf(param, shapes, config) ?? []);
  if (settings.length === 0) return { values: start, rows: [] };
  const batch = Math.max(...settings.map((own) => own.batch));
  let values = start;
  let variances = measure(values, batch);
  const rows = targetsOf(shapes, config, left).map(({ layer, param, settings: own }): LsuvRow => {
    const { tolerance, maxIterations } = own;
    if (!Object.hasOwn(variances, layer))
      return { layer: param, before: null, after: null, iterations: 0, tolerance };
    const before = finite(variances[layer]);
    let variance = before;
    let iterations = 0;
    while (variance !== null && variance > 0 && Math.abs(variance - 1) >= tolerance) {
      if (iterations === maxIterations) break;
      values = scaled(values, param, 1 / Math.sqrt(variance));
      variances = measure(values, batch);
      variance = finite(variances[layer]);
      iterations += 1;
    }
    return { layer, before, after: variance, iterations, tolerance };
  });
  return { values, rows };
};
