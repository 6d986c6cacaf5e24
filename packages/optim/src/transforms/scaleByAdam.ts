import { adamUpdate } from "@attune/nn";
import { type AdamConfig, adamFactors } from "../adamRule.ts";
import { updateEach, zeroState } from "../perTensor.ts";
import type { Transform } from "../Transform.ts";

const quantities = ["sum", "squares"] as const;

/**
 * m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ); the update is
 * m̂ / (√v̂ + ε). Kingma & Ba 2015, "Adam", algorithm 1. The first update is ±1, whatever the gradient's size.
 *
 * ε stands outside the root, after bias correction (PyTorch, Optax, the paper); Keras and TensorFlow add it to the
 * uncorrected root.
 */
export const scaleByAdam = (config: AdamConfig): Transform => ({
  init: (params) => zeroState(params, "scaleByAdam", quantities),
  update: (gradients, state, _params, scalars) => {
    const factors = adamFactors(config, scalars);
    return updateEach(gradients, state, "scaleByAdam", quantities, (gradient, own) => {
      const [update, sum, squares] = adamUpdate({ gradient, ...own }, factors);
      return { update, state: { sum, squares } };
    });
  },
});
