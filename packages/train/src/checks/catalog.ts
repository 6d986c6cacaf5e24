/** Every check, under its name in YAML, in the order they run. */
import { cannotOverfitTinySet } from "./cannotOverfitTinySet.ts";
import { lossAtInit } from "./lossAtInit.ts";
import { regularizationNotAdded } from "./regularizationNotAdded.ts";

export const checks = {
  loss_at_init: lossAtInit,
  regularization_not_added: regularizationNotAdded,
  cannot_overfit_tiny_set: cannotOverfitTinySet,
};
