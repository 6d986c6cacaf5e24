import type { Model } from "@attune/nn";

/**
 * Whether the inputs are indices that the first layer looks up (an embedding), not quantities: it alone gives each
 * number of an example a dimension more.
 */
export const readsIndices = ({ layers, inputShape }: Pick<Model, "layers" | "inputShape">): boolean =>
  layers[0] !== undefined && layers[0].outputShape.length > inputShape.length;
