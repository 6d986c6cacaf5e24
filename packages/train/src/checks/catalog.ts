/** Every check, under its name in YAML, in the order they run: the data, the initial state, then the wiring. */
import { batchesNotShuffled } from "./batchesNotShuffled.ts";
import { cannotOverfitTinySet } from "./cannotOverfitTinySet.ts";
import { classImbalance } from "./classImbalance.ts";
import { constantFeature } from "./constantFeature.ts";
import { exampleLeak } from "./exampleLeak.ts";
import { inputIgnored } from "./inputIgnored.ts";
import { inputsNotNormalized } from "./inputsNotNormalized.ts";
import { labelRange } from "./labelRange.ts";
import { lossAtInit } from "./lossAtInit.ts";
import { lossReduction } from "./lossReduction.ts";
import { noCapacityGain } from "./noCapacityGain.ts";
import { nonFiniteData } from "./nonFiniteData.ts";
import { notReproducible } from "./notReproducible.ts";
import { outputBias } from "./outputBias.ts";
import { outputInvalid } from "./outputInvalid.ts";
import { parameterWithoutGradient } from "./parameterWithoutGradient.ts";
import { randomLabelsGeneralize } from "./randomLabelsGeneralize.ts";
import { regularizationNotAdded } from "./regularizationNotAdded.ts";
import { splitDuplicates } from "./splitDuplicates.ts";
import { suspectLabels } from "./suspectLabels.ts";
import { targetsNotScaled } from "./targetsNotScaled.ts";
import { wrongGradient } from "./wrongGradient.ts";

export const checks = {
  non_finite_data: nonFiniteData,
  label_range: labelRange,
  inputs_not_normalized: inputsNotNormalized,
  constant_feature: constantFeature,
  class_imbalance: classImbalance,
  targets_not_scaled: targetsNotScaled,
  suspect_labels: suspectLabels,
  split_duplicates: splitDuplicates,
  batches_not_shuffled: batchesNotShuffled,
  output_bias: outputBias,
  loss_at_init: lossAtInit,
  loss_reduction: lossReduction,
  output_invalid: outputInvalid,
  regularization_not_added: regularizationNotAdded,
  parameter_without_gradient: parameterWithoutGradient,
  wrong_gradient: wrongGradient,
  not_reproducible: notReproducible,
  example_leak: exampleLeak,
  input_ignored: inputIgnored,
  cannot_overfit_tiny_set: cannotOverfitTinySet,
  random_labels_generalize: randomLabelsGeneralize,
  no_capacity_gain: noCapacityGain,
};
