import type { ParamShape } from "@attune/nn";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import type { Initializer } from "../Initializer.ts";
import { normalWithVariance, truncatedWithVariance, uniformWithVariance } from "../withVariance.ts";

const config = Schema.Struct({
  scale: Schema.Finite.check(Schema.isGreaterThan(0))
    .annotate({ description: "Variance times fan, above 0: 2 is He's, 1 LeCun's and Xavier's.", default: 1 })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(1))),
  mode: Schema.Literals(["fan_in", "fan_out", "fan_avg"])
    .annotate({ description: "Which fan; fan_avg is (fan_in + fan_out) / 2.", default: "fan_in" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("fan_in"))),
  distribution: Schema.Literals(["truncated_normal", "normal", "uniform"])
    .annotate({
      description: "Which distribution has the variance; truncated_normal is cut at two standard deviations.",
      default: "truncated_normal",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("truncated_normal"))),
}).annotate({ description: "Mean 0 and variance scale / fan: the general form of He, LeCun and Xavier." });

const fans = {
  fan_in: ({ fanIn }: ParamShape) => fanIn,
  fan_out: ({ fanOut }: ParamShape) => fanOut,
  fan_avg: ({ fanIn, fanOut }: ParamShape) => (fanIn + fanOut) / 2,
};

const distributions = {
  truncated_normal: truncatedWithVariance,
  normal: normalWithVariance,
  uniform: uniformWithVariance,
};

/**
 * Var(w) = scale / fan, whatever the distribution: Keras' VarianceScaling, with its defaults; `normal` is Keras'
 * untruncated_normal. The truncated normal is drawn with σ / 0.87962566, so that σ is right after the cut.
 */
export const varianceScaling: Initializer<typeof config.Type> = {
  config,
  sample: (shape, { scale, mode, distribution }, draws) =>
    distributions[distribution](shape, scale / fans[mode](shape), draws),
};
