import type { Metrics } from "@attune/core";
import type { Params } from "@attune/nn";
import type { Evaluator } from "./Evaluator.ts";
import type { Data } from "./Resources.ts";
import { head } from "./slicePart.ts";
import type { Breakdown, EpochFigures } from "./Trainer.ts";

/**
 * The scalars of an epoch's row. `train.loss` is the mean over its batches, as they were trained on (with noise);
 * `train.accuracy` is of evaluation mode after the epoch, on as many of the training examples as validation has.
 */
export const scalarsOf = (
  figures: EpochFigures,
  params: Params,
  evaluator: Evaluator,
  data: Pick<Data, "train" | "validation">,
): Metrics => {
  const train = evaluator(params, head(data.train, data.validation.size));
  const validation = evaluator(params, data.validation);
  const quality = (slice: string, { accuracy, r2 }: Pick<ReturnType<Evaluator>, "accuracy" | "r2">) => ({
    ...(accuracy === undefined ? {} : { [`${slice}.accuracy`]: accuracy }),
    ...(r2 === undefined ? {} : { [`${slice}.r2`]: r2 }),
  });
  return {
    "train.loss": figures.loss,
    ...quality("train", train),
    "train.penalty": figures.penalty,
    "validation.loss": validation.loss,
    ...quality("validation", validation),
    learning_rate: figures.learningRate,
    update_ratio: figures.updateRatio,
    gradient_norm: figures.gradientNorm,
  };
};

/** Of an epoch whose batch losses were finite, but not all of its row: the numbers became too large. */
export const brokenRow = (epoch: number, iteration: number, scalars: Metrics): Breakdown | undefined => {
  const name = Object.keys(scalars).find((key) => !Number.isFinite(scalars[key]));
  if (name === undefined) return undefined;
  const losses = [scalars["train.loss"]!];
  const learningRate = scalars.learning_rate!;
  const evidence = `${name} ${scalars[name]}`;
  return { kind: "nonFiniteRow", epoch, iteration, learningRate, losses, evidence };
};
