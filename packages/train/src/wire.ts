import {
  batchOrder,
  type Engine,
  type Model,
  type ModelConfig,
  type NamedValues,
  resolveLoss,
} from "@attune/nn";
import type { Wiring } from "./Check.ts";
import { l1Penalty } from "./l1Penalty.ts";
import { l2Penalty } from "./l2Penalty.ts";
import { meanLoss } from "./meanLoss.ts";
import type { Data } from "./Resources.ts";

/** Of the batches that checks look at: the experiment's own is no part of a check's key. */
const BATCH = 64;

/** The wiring that `train` uses. */
export const wire = (
  engine: Engine,
  model: Model,
  loss: ModelConfig["loss"],
  weights: NamedValues,
  { train, validation, test, classes, featureNames }: Data,
  seed: number,
): Wiring => ({
  engine,
  model,
  loss: resolveLoss(loss, train.labels, classes.length),
  batchLoss: meanLoss(model),
  penalty: (strength) => l2Penalty(model.paramShapes, strength),
  absolutePenalty: (strength) => l1Penalty(model.paramShapes, strength),
  weights,
  train,
  validation,
  test: { size: test.size, inputs: test.inputs },
  classes: classes.length,
  featureNames,
  classNames: classes,
  seed,
  batches: (epoch) => batchOrder(seed, epoch, train.size, BATCH),
});
