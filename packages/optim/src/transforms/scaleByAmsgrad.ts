import { maximum } from "@tensorflow/tfjs-core";
import { type AdamConfig, adamDirection, adamFactors, nextSquares, nextSum } from "../adamRule.ts";
import { updateEach, zeroState } from "../perTensor.ts";
import type { Transform } from "../Transform.ts";

const quantities = ["sum", "squares", "largestSquares"] as const;

/**
 * Adam with the largest v so far in v's place, so that a step never grows again after a large gradient. Reddi,
 * Kale & Kumar 2018, "On the Convergence of Adam and Beyond".
 *
 * The maximum is taken of the uncorrected v and then bias-corrected, as in PyTorch; Optax takes it of v̂.
 */
export const scaleByAmsgrad = (config: AdamConfig): Transform => ({
  init: (params) => zeroState(params, "scaleByAmsgrad", quantities),
  update: (gradients, state, _params, scalars) => {
    const factors = adamFactors(config, scalars);
    return updateEach(gradients, state, "scaleByAmsgrad", quantities, (gradient, own) => {
      const sum = nextSum(own.sum, gradient, factors);
      const squares = nextSquares(own.squares, gradient, factors);
      const largestSquares = maximum(own.largestSquares, squares);
      const update = adamDirection(sum, largestSquares, factors);
      return { update, state: { sum, squares, largestSquares } };
    });
  },
});
