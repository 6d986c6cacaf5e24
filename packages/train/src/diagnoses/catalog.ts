/** Every diagnosis, causes before symptoms: the order in which findings are shown. */
import { activationScale } from "./activationScale.ts";
import { allZero } from "./allZero.ts";
import { batchNormSuspect } from "./batchNormSuspect.ts";
import { belowBaseline } from "./belowBaseline.ts";
import { deadUnits } from "./deadUnits.ts";
import { deadWeights } from "./deadWeights.ts";
import { decayMissing } from "./decayMissing.ts";
import { decaysTooEarly } from "./decaysTooEarly.ts";
import { decaysTooLate } from "./decaysTooLate.ts";
import { dropoutTooStrong } from "./dropoutTooStrong.ts";
import { earlyInstability } from "./earlyInstability.ts";
import { explodingGradients } from "./explodingGradients.ts";
import { lateVariance } from "./lateVariance.ts";
import { learningRatePlateau } from "./learningRatePlateau.ts";
import { learningRateTooHigh } from "./learningRateTooHigh.ts";
import { learningRateTooLow } from "./learningRateTooLow.ts";
import { lossNotDecreasing } from "./lossNotDecreasing.ts";
import { negativeLoss } from "./negativeLoss.ts";
import { noisyFilters } from "./noisyFilters.ts";
import { noisyLoss } from "./noisyLoss.ts";
import { oneSignedWeights } from "./oneSignedWeights.ts";
import { oscillatingLoss } from "./oscillatingLoss.ts";
import { overfitting } from "./overfitting.ts";
import { parameterUnchanged } from "./parameterUnchanged.ts";
import { regularizationDominates } from "./regularizationDominates.ts";
import { runTooLong } from "./runTooLong.ts";
import { runTooShort } from "./runTooShort.ts";
import { saturatedUnits } from "./saturatedUnits.ts";
import { spikes } from "./spikes.ts";
import { trainLossRises } from "./trainLossRises.ts";
import { underfitting } from "./underfitting.ts";
import { updatesTooLarge } from "./updatesTooLarge.ts";
import { updatesTooSmall } from "./updatesTooSmall.ts";
import { validationWorsens } from "./validationWorsens.ts";
import { vanishingGradients } from "./vanishingGradients.ts";
import { weightsDiverge } from "./weightsDiverge.ts";

export const diagnoses = {
  negativeLoss,
  // before the dead units and lost gradients that follow from them
  learningRateTooHigh,
  dropoutTooStrong,
  activationScale,
  saturatedUnits,
  allZero,
  vanishingGradients,
  explodingGradients,
  parameterUnchanged,
  learningRateTooLow,
  deadUnits,
  weightsDiverge,
  updatesTooLarge,
  updatesTooSmall,
  earlyInstability,
  learningRatePlateau,
  spikes,
  decaysTooEarly,
  decaysTooLate,
  decayMissing,
  regularizationDominates,
  batchNormSuspect,
  deadWeights,
  oneSignedWeights,
  noisyFilters,
  lossNotDecreasing,
  oscillatingLoss,
  trainLossRises,
  noisyLoss,
  overfitting,
  validationWorsens,
  underfitting,
  runTooLong,
  runTooShort,
  lateVariance,
  belowBaseline,
};
