import {
  add,
  cast,
  customGrad,
  div,
  engine,
  exp,
  type GradSaveFunc,
  log,
  max,
  mul,
  neg,
  oneHot,
  reshape,
  sub,
  sum,
  type Tensor,
} from "@tensorflow/tfjs-core";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { hasKernel } from "../kernels/hasKernel.ts";
import type { Loss } from "../Loss.ts";

const config = Schema.Struct({
  labelSmoothing: Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0), Schema.isLessThan(1))
    .annotate({
      description: "Share of the target spread evenly over all classes, from 0 to below 1.",
      default: 0,
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0))),
})
  .pipe(Schema.encodeKeys({ labelSmoothing: "label_smoothing" }))
  .annotate({ description: "For classes: minus the log of the softmax probability of the right one." });

/** q: [batch, classes]. Through int32, which every engine of tfjs writes rightly. */
const smoothed = (targets: Tensor, classes: number, smoothing: number): Tensor => {
  const hot = cast(oneHot(reshape(targets, [-1]), classes), "float32");
  return smoothing === 0 ? hot : add(mul(hot, 1 - smoothing), smoothing / classes);
};

/** Loss [batch] and its gradient, softmax(x) - q, [batch, classes]. The plain definition of the kernel. */
export const plainCrossEntropy = (
  x: Tensor,
  targets: Tensor,
  smoothing: number,
): readonly [Tensor, Tensor] => {
  const expected = smoothed(targets, x.shape[1]!, smoothing);
  const shifted = sub(x, max(x, 1, true));
  const powers = exp(shifted);
  const total = sum(powers, 1, true);
  const loss = neg(sum(mul(expected, sub(shifted, log(total))), 1));
  return [loss, sub(div(powers, total), expected)];
};

const kernelName = "CrossEntropy_attune";

const lossAndDifference = (x: Tensor, targets: Tensor, smoothing: number): readonly [Tensor, Tensor] =>
  hasKernel(kernelName)
    ? engine().runKernel<[Tensor, Tensor]>(kernelName, { x, targets }, { smoothing })
    : plainCrossEntropy(x, targets, smoothing);

/**
 * Softmax cross-entropy of logits x [batch, classes] with class indices y: -Σ q log softmax(x), where q is
 * 1 - s + s/classes at y and s/classes elsewhere (s: label smoothing; Szegedy et al. 2016, section 7). Stable at any
 * logits: the maximum is subtracted first. Its gradient is softmax(x) - q. As PyTorch's.
 */
export const crossEntropy: Loss<typeof config.Type> = {
  config,
  targets: "classes",
  perExample(outputs, targets, { labelSmoothing }) {
    return customGrad((...inputs) => {
      const [x, save] = inputs as [Tensor, GradSaveFunc]; // tfjs passes the inputs, then the function that keeps
      const [value, difference] = lossAndDifference(x, targets, labelSmoothing);
      save([difference]);
      return {
        value,
        gradFunc: (dy, [kept]) => mul(kept!, reshape(dy, [-1, 1])),
      };
    })(outputs);
  },
};
