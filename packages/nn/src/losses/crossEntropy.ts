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
  tensor1d,
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
  classWeights: Schema.optionalKey(
    Schema.Union([
      Schema.Literal("balanced"),
      Schema.Array(Schema.Finite.check(Schema.isGreaterThan(0))).check(Schema.isMinLength(2)),
    ]).annotate({
      description:
        "What an example of each class counts: a list of numbers above 0, in the order of the classes, or balanced, n / (classes · n_k) by the n_k training examples of the class. All count alike if absent.",
    }),
  ),
})
  .pipe(Schema.encodeKeys({ labelSmoothing: "label_smoothing", classWeights: "class_weights" }))
  .annotate({ description: "For classes: minus the log of the softmax probability of the right one." });

type Config = typeof config.Type;

/** The list; a model that is trained has `balanced` resolved. */
const listOf = ({ classWeights }: Config): ReadonlyArray<number> | undefined => {
  if (classWeights === "balanced") throw new Error("class_weights: balanced needs the training labels");
  return classWeights;
};

/** q: [batch, classes]. Through int32, which every engine of tfjs writes rightly. */
const smoothed = (targets: Tensor, classes: number, smoothing: number): Tensor => {
  const hot = cast(oneHot(reshape(targets, [-1]), classes), "float32");
  return smoothing === 0 ? hot : add(mul(hot, 1 - smoothing), smoothing / classes);
};

/** Loss [batch] and its gradient, [batch, classes]. Without class weights the plain definition of the kernel. */
export const plainCrossEntropy = (
  x: Tensor,
  targets: Tensor,
  smoothing: number,
  classWeights?: ReadonlyArray<number>,
): readonly [Tensor, Tensor] => {
  const q = smoothed(targets, x.shape[1]!, smoothing);
  const expected = classWeights === undefined ? q : mul(q, tensor1d([...classWeights]));
  const shifted = sub(x, max(x, 1, true));
  const powers = exp(shifted);
  const total = sum(powers, 1, true);
  const loss = neg(sum(mul(expected, sub(shifted, log(total))), 1));
  const shares = div(powers, total);
  return [loss, sub(classWeights === undefined ? shares : mul(shares, sum(expected, 1, true)), expected)];
};

const kernelName = "CrossEntropy_attune";

const lossAndDifference = (x: Tensor, targets: Tensor, settings: Config): readonly [Tensor, Tensor] => {
  const smoothing = settings.labelSmoothing;
  const weights = listOf(settings);
  return weights === undefined && hasKernel(kernelName)
    ? engine().runKernel<[Tensor, Tensor]>(kernelName, { x, targets }, { smoothing })
    : plainCrossEntropy(x, targets, smoothing, weights);
};

/** n / (K · n_k); of a class without examples as if it had one. */
const balanced = (labels: Int32Array, classes: number): ReadonlyArray<number> => {
  const counts = Array.from({ length: classes }, () => 0);
  for (const label of labels) counts[label]! += 1;
  return counts.map((count) => labels.length / (classes * Math.max(1, count)));
};

/**
 * Softmax cross-entropy of logits x [batch, classes] with class indices y: -Σ q log softmax(x), where q is
 * 1 - s + s/classes at y and s/classes elsewhere (s: label smoothing; Szegedy et al. 2016, section 7). Stable at any
 * logits: the maximum is subtracted first. Its gradient is softmax(x) - q. As PyTorch's.
 *
 * With class weights w it is -Σ w q log softmax(x), and an example's weight is w at y: the loss of a batch is
 * Σ losses / Σ w_y, PyTorch's weighted mean. `balanced` is scikit-learn's: King & Zeng 2001.
 */
export const crossEntropy: Loss<Config> = {
  config,
  targets: "classes",
  perExample(outputs, targets, settings) {
    return customGrad((...inputs) => {
      const [x, save] = inputs as [Tensor, GradSaveFunc]; // tfjs passes the inputs, then the function that keeps
      const [value, difference] = lossAndDifference(x, targets, settings);
      save([difference]);
      return {
        value,
        gradFunc: (dy, [kept]) => mul(kept!, reshape(dy, [-1, 1])),
      };
    })(outputs);
  },
  weights(settings) {
    if (settings.classWeights === undefined) return undefined;
    return (targets) => {
      const list = listOf(settings) ?? [];
      return sum(mul(smoothed(targets, list.length, 0), tensor1d([...list])), 1);
    };
  },
  resolve: (settings, labels, classes) =>
    settings.classWeights === "balanced"
      ? { ...settings, classWeights: balanced(labels, classes) }
      : settings,
  misfit({ classWeights }, classes) {
    if (classWeights === undefined || classWeights === "balanced" || classWeights.length === classes)
      return undefined;
    const message = `expected ${classes} weights, one for each class, received ${classWeights.length}`;
    return { setting: "class_weights", message };
  },
};
