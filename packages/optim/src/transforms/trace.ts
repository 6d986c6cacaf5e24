import { add, mul, scalar } from "@tensorflow/tfjs-core";
import { updateEach, zeroState } from "../perTensor.ts";
import type { Transform } from "../Transform.ts";

const quantities = ["velocity"] as const;

export interface TraceConfig {
  /** Share of the velocity that is kept, μ in [0, 1). */
  readonly momentum: number;
  readonly nesterov: boolean;
}

/**
 * v ← μ v + g, starting at 0; the update is v, or with Nesterov's look-ahead g + μ v.
 *
 * The learning rate is applied afterwards (PyTorch, Optax, TensorFlow.js). Keras keeps it inside, v ← μ v − η g, which
 * differs as soon as η changes. Polyak 1964; Sutskever et al. 2013, "On the importance of initialization and
 * momentum in deep learning".
 */
export const trace = ({ momentum, nesterov }: TraceConfig): Transform => ({
  init: (params) => zeroState(params, "trace", quantities),
  update: (gradients, state) => {
    const decay = scalar(momentum);
    return updateEach(gradients, state, "trace", quantities, (gradient, own) => {
      const velocity = add(mul(own.velocity, decay), gradient);
      const update = nesterov ? add(mul(velocity, decay), gradient) : velocity;
      return { update, state: { velocity } };
    });
  },
});
