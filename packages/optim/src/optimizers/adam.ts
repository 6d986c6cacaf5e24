import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { chain } from "../chain.ts";
import { learningRate, type Optimizer } from "../Optimizer.ts";
import { scaleByAdam } from "../transforms/scaleByAdam.ts";
import { scaleByAmsgrad } from "../transforms/scaleByAmsgrad.ts";
import { scaleByLearningRate } from "../transforms/scaleByLearningRate.ts";

const beta = Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0), Schema.isLessThan(1));

const config = Schema.Struct({
  learningRate,
  beta1: beta
    .annotate({
      description: "Share of the mean gradient kept at each update, from 0 to below 1.",
      default: 0.9,
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0.9))),
  beta2: beta
    .annotate({ description: "Share of the mean squared gradient kept, from 0 to below 1.", default: 0.999 })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0.999))),
  epsilon: Schema.Finite.check(Schema.isGreaterThan(0))
    .annotate({
      description:
        "Added to the root of the mean squared gradient, after bias correction (PyTorch); above 0.",
      default: 1e-8,
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(1e-8))),
  amsgrad: Schema.Boolean.annotate({
    description: "Whether to divide by the largest mean squared gradient so far.",
    default: false,
  }).pipe(Schema.withDecodingDefaultKey(Effect.succeed(false))),
})
  .pipe(Schema.encodeKeys({ learningRate: "learning_rate" }))
  .annotate({ description: "Steps scaled by running means of the gradient and of its square." });

/**
 * w ← w − η m̂ / (√v̂ + ε), with m̂ and v̂ the bias-corrected means of g and g²: Kingma & Ba 2015, "Adam". ε stands
 * where PyTorch and Optax put it; Keras and TensorFlow add it before bias correction, where it weighs more early on.
 */
export const adam: Optimizer<typeof config.Type> = {
  config,
  adaptive: true,
  transform: ({ amsgrad, ...settings }) =>
    chain(amsgrad ? scaleByAmsgrad(settings) : scaleByAdam(settings), scaleByLearningRate),
};
