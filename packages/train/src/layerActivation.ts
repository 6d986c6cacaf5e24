import { ownerOf } from "@attune/init";
import type { Model } from "@attune/nn";

/** Name in YAML of the activation that a layer ends with: its own, or that of its weights; of others `linear`. */
export const layerActivation = ({ layers, paramShapes }: Model, name: string): string => {
  const layer = layers.find((each) => each.name === name);
  if (layer?.activation !== undefined) return layer.activation;
  const shapes = layer?.params ?? paramShapes; // a linear layer before an activation layer is linear itself
  const own = Object.keys(shapes).find((param) => ownerOf(param) === name);
  return (own === undefined ? undefined : shapes[own]?.activation) ?? "linear";
};
