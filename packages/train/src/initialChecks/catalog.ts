/** Every check of the step `init`, under its name in YAML, in the order they run. */
import { gradientScaleAtInit } from "./gradientScaleAtInit.ts";
import { lsuvNotConverged } from "./lsuvNotConverged.ts";
import { saturatedAtInit } from "./saturatedAtInit.ts";
import { signalCollapse } from "./signalCollapse.ts";
import { signalExplosion } from "./signalExplosion.ts";
import { symmetricWeights } from "./symmetricWeights.ts";
import { weightVariance } from "./weightVariance.ts";

export const initialChecks = {
  symmetric_weights: symmetricWeights,
  weight_variance: weightVariance,
  signal_collapse: signalCollapse,
  signal_explosion: signalExplosion,
  lsuv_not_converged: lsuvNotConverged,
  saturated_at_init: saturatedAtInit,
  gradient_scale_at_init: gradientScaleAtInit,
};
