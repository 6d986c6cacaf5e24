/** Layers one after the other: a model, or a part of one. */
import type { Tensor } from "@tensorflow/tfjs-core";
import { chosen } from "./Choice.ts";
import { layers as layerCatalog } from "./catalog.ts";
import type { Layer, LayerKind, LayerProblem, Mode } from "./Layer.ts";
import type { LayerChoice } from "./layerChoice.ts";
import { inLayer } from "./layerInProgress.ts";
import type { ParamShapes, Params } from "./Params.ts";

/** The layers `<prefix>.0`, `<prefix>.1` and so on. A problem's path starts with the layer's place. */
export const stackLayers = (
  prefix: string,
  choices: ReadonlyArray<LayerChoice>,
  inputShape: ReadonlyArray<number>,
): { readonly layers: ReadonlyArray<Layer> } | LayerProblem => {
  const layers: Layer[] = [];
  for (const [index, choice] of choices.entries()) {
    const { row, config } = chosen(layerCatalog, choice);
    const kind: LayerKind = row;
    const made = kind.make(`${prefix}.${index}`, layers.at(-1)?.outputShape ?? inputShape, config);
    if ("problem" in made) return { ...made, path: [index, ...(made.path ?? [])] };
    layers.push(made);
  }
  return { layers };
};

/** A linear layer followed by an activation layer counts as one of that activation; what stands in its branch does not. */
const paramsOf = (layer: Layer, next: Layer | undefined): ParamShapes =>
  Object.fromEntries(
    Object.entries(layer.params).map(([name, shape]) => {
      const linear = shape.activation === "linear" && !name.startsWith(`${layer.name}.layers.`);
      return [name, { ...shape, activation: linear ? (next?.activation ?? "linear") : shape.activation }];
    }),
  );

/** From the first layer to the last. */
export const stackParams = (layers: ReadonlyArray<Layer>): ParamShapes =>
  Object.assign({}, ...layers.map((layer, index) => paramsOf(layer, layers[index + 1])));

/** Through one layer after the other; an error names the layer it came from. */
export const applyLayers = (
  layers: ReadonlyArray<Layer>,
  params: Params,
  inputs: Tensor,
  mode: Mode,
): Tensor =>
  layers.reduce((values, layer) => inLayer(layer.name, () => layer.apply(params, values, mode)), inputs);

/** The same choices with every noise rate 0. */
export const quietLayers = (choices: ReadonlyArray<LayerChoice>): ReadonlyArray<LayerChoice> =>
  choices.map((choice) => {
    const { name, row, config } = chosen(layerCatalog, choice);
    const kind: LayerKind = row;
    const quiet: LayerChoice = { [name]: kind.withoutNoise?.(config) ?? config };
    return quiet;
  });
