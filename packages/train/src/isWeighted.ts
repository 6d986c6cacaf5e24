import type { ModelConfig } from "@attune/nn";

/** Whether the loss counts examples of some classes more than others. */
export const isWeighted = ({ cross_entropy, binary_cross_entropy }: ModelConfig["loss"]): boolean =>
  cross_entropy?.classWeights !== undefined ||
  (binary_cross_entropy !== undefined && binary_cross_entropy.posWeight !== 1);
