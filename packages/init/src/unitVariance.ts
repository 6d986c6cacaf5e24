/** The second half of LSUV: each layer in turn is scaled until its outputs have variance 1 on a batch. */
import { chosen, type NamedValues, type ParamShapes } from "@attune/nn";
import { initializers } from "./catalog.ts";
import type { InitConfig } from "./InitConfig.ts";
import { initializerOf } from "./initializerOf.ts";
import type { LsuvConfig } from "./initializers/lsuv.ts";

/**
 * Variance of the outputs of each layer, by its name and in forward order, on the first `batch` training examples with
 * these values, before the activation where the layer tells that. A layer whose outputs cannot have any variance is
 * left out.
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

const scaled = (values: NamedValues, names: ReadonlyArray<string>, factor: number): NamedValues => ({
  ...values,
  ...Object.fromEntries(
    names.map((name) => {
      const { shape, data } = values[name]!;
      return [name, { shape, data: Float32Array.from(data, (value) => factor * value) }];
    }),
  ),
});

interface Group {
  readonly layer: string;
  readonly params: ReadonlyArray<string>;
  readonly settings: LsuvConfig;
}

/** The tensors to scale, by the layer that tells of its outputs: the longest name that they begin with. */
const groupsOf = (
  shapes: ParamShapes,
  config: InitConfig,
  left: ReadonlyArray<string>,
  told: ReadonlyArray<string>,
): ReadonlyArray<Group> => {
  const entries = Object.keys(shapes).flatMap((param) => {
    const settings = left.includes(param) ? undefined : settingsOf(param, shapes, config);
    if (settings === undefined) return [];
    const [layer = param] = told
      .filter((name) => param.startsWith(`${name}.`))
      .sort((a, b) => b.length - a.length);
    return [{ layer, param, settings }];
  });
  const groups = Map.groupBy(entries, ({ layer }) => layer);
  return [...groups].map(([layer, own]) => ({
    layer,
    params: own.map(({ param }) => param),
    settings: own[0]!.settings, // a group has at least the entry that made it
  }));
};

/**
 * Divides the weights of each layer by the standard deviation of its outputs until their variance is within
 * `tolerance` of 1, all layers before it as already fixed. Of a linear layer without biases one division is enough;
 * all weights of a recurrent layer are divided by the same number. Tensors in `left` stay as they are.
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
  const rows = groupsOf(shapes, config, left, Object.keys(variances)).map((group): LsuvRow => {
    const { layer, params } = group;
    const { tolerance, maxIterations } = group.settings;
    const before = finite(variances[layer]);
    let variance = before;
    let iterations = 0;
    while (variance !== null && variance > 0 && Math.abs(variance - 1) >= tolerance) {
      if (iterations === maxIterations) break;
      values = scaled(values, params, 1 / Math.sqrt(variance));
      variances = measure(values, batch);
      variance = finite(variances[layer]);
      iterations += 1;
    }
    return { layer, before, after: variance, iterations, tolerance };
  });
  return { values, rows };
};
