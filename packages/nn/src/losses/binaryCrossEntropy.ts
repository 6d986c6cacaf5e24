import {
  abs,
  add,
  cast,
  exp,
  log1p,
  mean,
  mul,
  neg,
  relu,
  reshape,
  sigmoid,
  sub,
  type Tensor,
} from "@tensorflow/tfjs-core";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { withSlope } from "../kernels/withSlope.ts";
import type { Loss } from "../Loss.ts";

const config = Schema.Struct({
  posWeight: Schema.Finite.check(Schema.isGreaterThan(0))
    .annotate({
      description: "Weight of targets of 1 beside targets of 0, above 0.",
      default: 1,
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(1))),
})
  .pipe(Schema.encodeKeys({ posWeight: "pos_weight" }))
  .annotate({
    description:
      "For two classes with one output, or values from 0 to 1: minus the log of the probability that the sigmoid of the output gives the target.",
  });

/**
 * Mean over the outputs of -w y log σ(x) - (1 - y) log(1 - σ(x)), x the logits [batch, width], w = pos_weight; y is
 * values [batch, width], or class indices 0 and 1 [batch] beside width 1. Written with log(1 + e^-|x|), so that it is
 * finite at any finite logit. Its mean over the batch is PyTorch's `binary_cross_entropy_with_logits`.
 */
export const binaryCrossEntropy: Loss<typeof config.Type> = {
  config,
  targets: "either",
  binary: true,
  perExample(outputs, targets, { posWeight }) {
    const against = (y: Tensor): Tensor => sub(1, y);
    const weight = (y: Tensor): Tensor => add(against(y), mul(y, posWeight));
    const minusLogSigmoid = (x: Tensor): Tensor => add(log1p(exp(neg(abs(x)))), relu(neg(x)));
    const each = withSlope(
      (x, y) => add(mul(against(y!), x), mul(weight(y!), minusLogSigmoid(x))),
      (x, y) => sub(against(y!), mul(weight(y!), sigmoid(neg(x)))),
    );
    return mean(each(outputs, reshape(cast(targets, "float32"), outputs.shape)), 1);
  },
};
