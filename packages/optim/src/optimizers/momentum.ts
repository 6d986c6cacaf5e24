import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { chain } from "../chain.ts";
import { learningRate, type Optimizer } from "../Optimizer.ts";
import { scaleByLearningRate } from "../transforms/scaleByLearningRate.ts";
import { trace } from "../transforms/trace.ts";

const config = Schema.Struct({
  learningRate,
  momentum: Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0), Schema.isLessThan(1))
    .annotate({ description: "Share of the velocity kept at each update, from 0 to below 1.", default: 0.9 })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0.9))),
  nesterov: Schema.Boolean.annotate({
    description: "Whether to look ahead along the velocity.",
    default: false,
  }).pipe(Schema.withDecodingDefaultKey(Effect.succeed(false))),
})
  .pipe(Schema.encodeKeys({ learningRate: "learning_rate" }))
  .annotate({ description: "Gradient descent with a velocity that remembers past gradients." });

/**
 * v ← μ v + g, w ← w − η v; with Nesterov's look-ahead w ← w − η (g + μ v). PyTorch's form, without dampening: Keras
 * keeps η inside v. A lasting gradient moves the params by η / (1 − μ) of it.
 */
export const momentum: Optimizer<typeof config.Type> = {
  config,
  adaptive: false,
  transform: (settings) => chain(trace(settings), scaleByLearningRate),
};
