/** Loss, accuracy and predictions of a slice in evaluation mode, in large batches. */
import type { Engine, Model, Params, Slice } from "@attune/nn";
import type { Tensor } from "@tensorflow/tfjs-core";
import { slicePart } from "./slicePart.ts";
import { uploadSlice } from "./uploadSlice.ts";

export interface Evaluation {
  /** Mean over the examples, weighted as the loss weighs them, without a penalty. */
  readonly loss: number;
  /** Share of examples whose prediction is their class; classes only. */
  readonly accuracy?: number;
  /**
   * 1 − Σ(y − z)² / Σ(y − ȳ)², all outputs together; values only, absent where all targets are equal
   * and where outputs are logits.
   */
  readonly r2?: number;
  /** [size, width], as the model gives them. */
  readonly outputs: Float32Array;
}

export type Evaluator = (params: Params, slice: Slice) => Evaluation;

const BATCH = 1000;

/** Index of the largest output of each example: the first of equals. Of a binary model 1 where its output is above 0. */
export const predictions = (
  { binary }: Pick<Model, "binary">,
  outputs: Float32Array,
  size: number,
): Int32Array => {
  const predicted = new Int32Array(size);
  if (binary) {
    for (let row = 0; row < size; row++) predicted[row] = outputs[row]! > 0 ? 1 : 0;
    return predicted;
  }
  const width = outputs.length / size;
  for (let row = 0; row < size; row++) {
    const first = row * width;
    let best = first;
    for (let at = first + 1; at < first + width; at++) if (outputs[at]! > outputs[best]!) best = at;
    predicted[row] = best - first;
  }
  return predicted;
};

export const accuracyOf = (
  model: Pick<Model, "binary">,
  outputs: Float32Array,
  labels: Int32Array,
): number => {
  const predicted = predictions(model, outputs, labels.length);
  let right = 0;
  for (let row = 0; row < labels.length; row++) if (predicted[row] === labels[row]) right++;
  return right / labels.length;
};

/** Share of Σy² below which a spread is rounding alone. */
const ROUNDING = 1e-12;

const r2Of = (outputs: Float32Array, values: Float32Array, width: number): number | undefined => {
  const means = Array.from({ length: width }, () => 0);
  values.forEach((value, at) => {
    means[at % width]! += (value * width) / values.length;
  });
  const total = values.reduce((sum, value, at) => sum + (value - means[at % width]!) ** 2, 0);
  const rest = values.reduce((sum, value, at) => sum + (value - outputs[at]!) ** 2, 0);
  const size = values.reduce((sum, value) => sum + value ** 2, 0);
  // the mean of equal float32 numbers is off by their rounding
  return total <= ROUNDING * size ? undefined : 1 - rest / total;
};

const sumOf = (values: Float32Array): number => {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at]!;
  return sum;
};

/** Compiles the forward pass once for all its calls. */
export const makeEvaluator = (engine: Engine, model: Model): Evaluator => {
  const forward = engine.compile(
    ({ params, inputs, targets }: { params: Params; inputs: Tensor; targets: Tensor }) => {
      const outputs = model.apply(params, inputs, { training: false });
      const weights = model.exampleWeights?.(targets);
      return { outputs, losses: model.loss(outputs, targets), ...(weights && { weights }) };
    },
    "evaluation",
  );
  return (params, slice) => {
    const outputs = new Float32Array(slice.size * model.outputShape[0]!);
    let sum = 0;
    let weight = model.exampleWeights === undefined ? slice.size : 0;
    for (let start = 0; start < slice.size; start += BATCH) {
      const feed = uploadSlice(slicePart(slice, start, Math.min(start + BATCH, slice.size)));
      const result = forward({ params, ...feed });
      sum += sumOf(result.losses.dataSync<"float32">());
      if (result.weights !== undefined) weight += sumOf(result.weights.dataSync<"float32">());
      outputs.set(result.outputs.dataSync<"float32">(), start * model.outputShape[0]!);
      for (const each of [...Object.values(feed), ...Object.values(result)]) each?.dispose();
    }
    const { labels, values, targetWidth } = slice;
    const r2 = values && !model.binary ? r2Of(outputs, values, targetWidth) : undefined;
    return {
      loss: sum / weight,
      ...(labels ? { accuracy: accuracyOf(model, outputs, labels) } : {}),
      ...(r2 === undefined ? {} : { r2 }),
      outputs,
    };
  };
};
