import { add, exp, expm1, minimum, mul, relu, step, sub, type Tensor } from "@tensorflow/tfjs-core";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import type { Activation } from "../Activation.ts";
import { withSlope } from "../kernels/withSlope.ts";

const config = Schema.Struct({
  alpha: Schema.Finite.check(Schema.isGreaterThan(0))
    .annotate({ description: "It tends to minus this far below 0, above 0.", default: 1 })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(1))),
}).annotate({ description: "x above 0, alpha (e^x - 1) below." });

const below = (x: Tensor): Tensor => minimum(x, 0);

/** x above 0, α (e^x - 1) elsewhere. Clevert, Unterthiner & Hochreiter 2016, eq. 15. As PyTorch's. */
export const elu: Activation<typeof config.Type> = {
  config,
  apply: (x, { alpha }) =>
    withSlope(
      (given) => add(relu(given), mul(expm1(below(given)), alpha)),
      (given) => add(step(given), mul(sub(1, step(given)), mul(exp(below(given)), alpha))),
    )(x),
};
