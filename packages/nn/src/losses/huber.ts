import { abs, mean, minimum, mul, reshape, sign, sub, type Tensor } from "@tensorflow/tfjs-core";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { withSlope } from "../kernels/withSlope.ts";
import type { Loss } from "../Loss.ts";

const config = Schema.Struct({
  delta: Schema.Finite.check(Schema.isGreaterThan(0))
    .annotate({
      description: "Difference up to which it is squared, in the unit of the target, above 0.",
      default: 1,
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(1))),
}).annotate({
  description: "For values: half the squared difference where it is small, linear in it where it is large.",
});

/**
 * Mean over the outputs of d²/2 where |d| ≤ δ, else δ (|d| - δ/2), d = output - target. Huber 1964. Its mean over the
 * batch is PyTorch's `huber_loss`.
 */
export const huber: Loss<typeof config.Type> = {
  config,
  targets: "values",
  perExample(outputs, targets, { delta }) {
    const capped = (d: Tensor): Tensor => minimum(abs(d), delta);
    const each = withSlope(
      (d) => mul(capped(d), sub(abs(d), mul(capped(d), 0.5))),
      (d) => mul(sign(d), capped(d)),
    );
    return mean(each(sub(outputs, reshape(targets, outputs.shape))), 1);
  },
};
