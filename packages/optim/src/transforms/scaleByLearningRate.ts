import { mul, neg } from "@tensorflow/tfjs-core";
import type { Transform } from "../Transform.ts";

/** u ← −η u: turns a direction of ascent into the step of descent. The last transform of an optimizer. */
export const scaleByLearningRate: Transform = {
  init: () => ({}),
  update: (gradients, _state, _params, { learningRate }) => {
    const factor = neg(learningRate);
    const scaled = Object.entries(gradients).map(([name, gradient]) => [name, mul(gradient, factor)]);
    return { updates: Object.fromEntries(scaled), state: {} };
  },
};
