import * as Schema from "effect/Schema";
import { learningRate, type Optimizer } from "../Optimizer.ts";
import { scaleByLearningRate } from "../transforms/scaleByLearningRate.ts";

const config = Schema.Struct({ learningRate }).pipe(Schema.encodeKeys({ learningRate: "learning_rate" }));

/** w ← w − η g: stochastic gradient descent. Robbins & Monro 1951. */
export const sgd: Optimizer<typeof config.Type> = {
  config,
  adaptive: false,
  transform: () => scaleByLearningRate,
};
