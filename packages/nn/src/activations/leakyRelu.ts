import { add, mul, neg, relu, step, sub } from "@tensorflow/tfjs-core";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import type { Activation } from "../Activation.ts";
import { withSlope } from "../kernels/withSlope.ts";

const config = Schema.Struct({
  negativeSlope: Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0))
    .annotate({ description: "Slope below 0, at least 0.", default: 0.01 })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0.01))),
})
  .pipe(Schema.encodeKeys({ negativeSlope: "negative_slope" }))
  .annotate({ description: "x above 0, a small multiple of it below." });

/** x above 0, negative_slope · x elsewhere. NaN stays NaN. Maas, Hannun & Ng 2013. As PyTorch's. */
export const leakyRelu: Activation<typeof config.Type> = {
  config,
  apply: (x, { negativeSlope }) =>
    withSlope(
      (given) => sub(relu(given), mul(relu(neg(given)), negativeSlope)),
      (given) => add(mul(step(given), 1 - negativeSlope), negativeSlope),
    )(x),
};
