import * as Schema from "effect/Schema";
import { learningRate, type Optimizer } from "../Optimizer.ts";
import { scaleByLearningRate } from "../transforms/scaleByLearningRate.ts";

const config = Schema.Struct({ learningRate })
  .pipe(Schema.encodeKeys({ learningRate: "learning_rate" }))
  .annotate({ description: "Stochastic gradient descent: a step against the gradient." });

/** w ← w − η g: stochastic gradient descent. Robbins & Monro 1951. */
export const sgd: Optimizer<typeof config.Type> = {
  config,
  adaptive: false,
  transform: () => scaleByLearningRate,
};
