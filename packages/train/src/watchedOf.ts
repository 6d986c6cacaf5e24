import type { Json } from "@attune/core";
import { chosen, losses, type Model, ModelConfig } from "@attune/nn";
import { optimizers, schedules } from "@attune/optim";
import * as Schema from "effect/Schema";
import { classCounts } from "./classCounts.ts";
import { entropy } from "./distributions.ts";
import type { Watched } from "./History.ts";
import { isWeighted } from "./isWeighted.ts";
import type { Data } from "./Resources.ts";
import { targetVariance } from "./reachable.ts";
import type { TrainConfig } from "./TrainConfig.ts";

const decodeModel = Schema.decodeUnknownSync(ModelConfig);
const LayersSection = Schema.Struct({
  layers: Schema.optionalKey(
    Schema.Array(Schema.Union([Schema.String, Schema.Record(Schema.String, Schema.Json)])),
  ),
});

/** Layers as the file has them, with every default. */
const layersOf = (section: Json): Watched["layers"] => {
  const { layers = [] } = Schema.decodeUnknownSync(LayersSection)(section);
  return layers.map((layer, at) => {
    const [kind = "", config = {}] = typeof layer === "string" ? [layer] : Object.entries(layer)[0]!;
    return { name: `layers.${at}`, kind, config };
  });
};

/** Shares of the classes among labels; none where the target is values. */
const sharesOf = (labels: Int32Array | undefined, classes: number): ReadonlyArray<number> =>
  labels === undefined ? [] : classCounts(labels, classes).map((count) => count / labels.length);

/** `model` is the section of the view that `network` was built of; `epochs` those asked for. */
export const watchedOf = (
  config: TrainConfig,
  section: Json,
  network: Pick<Model, "inputShape">,
  {
    train,
    validation,
    classes,
    standardInputs,
  }: Pick<Data, "train" | "validation" | "classes" | "standardInputs">,
  epochs: number,
): Watched => {
  const { name: optimizer, config: rule } = chosen(optimizers, config.optimizer);
  const { loss } = decodeModel(section);
  const shares = sharesOf(train.labels, classes.length);
  return {
    optimizer,
    baseRate: rule.learningRate,
    schedule: chosen(schedules, config.schedule).name,
    l1: config.l1,
    l2: config.l2,
    batchSize: config.batchSize,
    epochs,
    iterationsPerEpoch: Math.ceil(train.size / config.batchSize),
    earlyStopping: config.earlyStopping !== undefined,
    selectBest: config.select === "best",
    loss: chosen(losses, loss).name,
    weightedLoss: isWeighted(loss),
    classes: classes.length,
    majorityShare: Math.max(0, ...sharesOf(validation.labels, classes.length)),
    chance: train.labels === undefined ? targetVariance(train) : entropy(shares),
    trainSize: train.size,
    validationSize: validation.size,
    inputShape: network.inputShape,
    standardInputs,
    layers: layersOf(section),
  };
};
