import type { ParamShape } from "@attune/nn";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";

/** Settings of the He initializers. */
export const heConfig = Schema.Struct({
  fan: Schema.Literals(["in", "out", "average"])
    .annotate({
      description: "in keeps the variance of the signal, out that of the gradient, average half of each.",
      default: "in",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("in"))),
  negativeSlope: Schema.optionalKey(
    Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0)).annotate({
      description: "Slope of the leaky ReLU below 0, at least 0; 0 is ReLU.",
      default: 0,
    }),
  ),
}).pipe(Schema.encodeKeys({ negativeSlope: "negative_slope" }));
export type HeConfig = typeof heConfig.Type;

const fans = {
  in: ({ fanIn }: ParamShape) => fanIn,
  out: ({ fanOut }: ParamShape) => fanOut,
  average: ({ fanIn, fanOut }: ParamShape) => (fanIn + fanOut) / 2,
};

/**
 * Var(w) = 2 / ((1 + a²) fan), which makes up for the part of the signal that a ReLU of slope a below 0 cuts off. Fan
 * in: He et al. 2015, "Delving Deep into Rectifiers", eq. 10; fan out: eq. 14; slope: eq. 15. The gain is ReLU's,
 * whatever activation follows.
 */
export const heVariance = (shape: ParamShape, { fan, negativeSlope = 0 }: HeConfig): number =>
  2 / ((1 + negativeSlope ** 2) * fans[fan](shape));
