import type { Model } from "@attune/nn";

/** Whether the inputs are indices that the first layer looks up (an embedding), not quantities. */
export const readsIndices = ({ layers }: Pick<Model, "layers">): boolean => layers[0]?.inputs === "indices";
