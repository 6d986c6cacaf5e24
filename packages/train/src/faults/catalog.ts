/** Every fault of the suite. */

import { batchLeak } from "./batchLeak.ts";
import { constantFeature } from "./constantFeature.ts";
import { constantWeights } from "./constantWeights.ts";
import { deadRelus } from "./deadRelus.ts";
import { deepSigmoid } from "./deepSigmoid.ts";
import { divergingRate } from "./divergingRate.ts";
import { dropout95 } from "./dropout95.ts";
import { earlyDecay } from "./earlyDecay.ts";
import { fewExamples } from "./fewExamples.ts";
import { fewRows } from "./fewRows.ts";
import { flippedLoss } from "./flippedLoss.ts";
import { frozenLayer } from "./frozenLayer.ts";
import { hugeWeights } from "./hugeWeights.ts";
import { imbalance } from "./imbalance.ts";
import { labelOffset } from "./labelOffset.ts";
import { missingClass } from "./missingClass.ts";
import { nanInData } from "./nanInData.ts";
import { rateOver100 } from "./rateOver100.ts";
import { rateTimes100 } from "./rateTimes100.ts";
import { reluOutput } from "./reluOutput.ts";
import { saturatedTanh } from "./saturatedTanh.ts";
import { shuffledLabels } from "./shuffledLabels.ts";
import { sigmoidOutput } from "./sigmoidOutput.ts";
import { softmaxOutput } from "./softmaxOutput.ts";
import { sortedBatches } from "./sortedBatches.ts";
import { strongL2 } from "./strongL2.ts";
import { summedLoss } from "./summedLoss.ts";
import { tinyWeights } from "./tinyWeights.ts";
import { tooShort } from "./tooShort.ts";
import { tooSmall } from "./tooSmall.ts";
import { unscaledInput } from "./unscaledInput.ts";
import { validationLeak } from "./validationLeak.ts";
import { wrongGradient } from "./wrongGradient.ts";
import { zeroWeights } from "./zeroWeights.ts";

export const faults = {
  zero_weights: zeroWeights,
  constant_weights: constantWeights,
  tiny_weights: tinyWeights,
  huge_weights: hugeWeights,
  saturated_tanh: saturatedTanh,
  rate_times_100: rateTimes100,
  rate_over_100: rateOver100,
  diverging_rate: divergingRate,
  shuffled_labels: shuffledLabels,
  unscaled_input: unscaledInput,
  softmax_output: softmaxOutput,
  relu_output: reluOutput,
  sigmoid_output: sigmoidOutput,
  frozen_layer: frozenLayer,
  wrong_gradient: wrongGradient,
  summed_loss: summedLoss,
  flipped_loss: flippedLoss,
  batch_leak: batchLeak,
  validation_leak: validationLeak,
  dead_relus: deadRelus,
  imbalance: imbalance,
  constant_feature: constantFeature,
  nan_in_data: nanInData,
  label_offset: labelOffset,
  missing_class: missingClass,
  sorted_batches: sortedBatches,
  dropout_95: dropout95,
  strong_l2: strongL2,
  too_small: tooSmall,
  few_examples: fewExamples,
  few_rows: fewRows,
  too_short: tooShort,
  early_decay: earlyDecay,
  deep_sigmoid: deepSigmoid,
};
