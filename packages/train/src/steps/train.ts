import { type Json, outcome, type StepContext, type StepKind } from "@attune/core";
import { chosen, type Engine, ModelConfig, modelRows, trainedShapes } from "@attune/nn";
import { type Optimizer, optimizers, optimRows, type Schedule, schedules } from "@attune/optim";
import * as Schema from "effect/Schema";
import { type BatchOrders, makeBatchOrders } from "../BatchOrders.ts";
import { breakdownFinding } from "../breakdownFinding.ts";
import { collapsedStart } from "../collapsedStart.ts";
import { diagnoses } from "../diagnoses/catalog.ts";
import { openIterations, openNetwork } from "../Network.ts";
import { penaltyOf, strengthsOf } from "../penaltyOf.ts";
import { type Data, type DataPart, dataPart, dataRowsOf, openData, openEngineOf } from "../Resources.ts";
import { readWeights } from "../readWeights.ts";
import { runTrajectory, type TrajectoryParts } from "../runTrajectory.ts";
import { TrainConfig } from "../TrainConfig.ts";
import { makeTrainer } from "../Trainer.ts";
import { watchedOf } from "../watchedOf.ts";
import { makeWatcher } from "../watching/Watcher.ts";
import { withEngineNotes } from "../withEngineNotes.ts";

export type TrainView = {
  readonly data: DataPart;
  readonly model: Json;
  /** Without `epochs`, unless the schedule needs the horizon. */
  readonly train: { readonly [name: string]: Json };
};

const Settings = Schema.Record(Schema.String, Schema.Json);

const scheduleOf = ({ schedule }: Pick<TrainConfig, "schedule">) => {
  const { row, config } = chosen(schedules, schedule);
  const rule: Schedule = row;
  return { rule, config };
};

const optimizerOf = ({ optimizer }: TrainConfig) => {
  const { name, row, config } = chosen(optimizers, optimizer);
  const rule: Optimizer = row;
  const settings = { ...config, learningRate: Number.NaN }; // a transform that read it would not be its own
  return { name, settings, transform: rule.transform(settings), baseRate: config.learningRate };
};

const openOrders = ({ seed, memo }: StepContext, size: number, batchSize: number): Promise<BatchOrders> =>
  memo(`orders ${seed} ${size} ${batchSize}`, async () => makeBatchOrders(seed, size, batchSize));

/** The settings of a view. An `epochs` that is not there plays no part: any number stands for it. */
const settingsOf = ({ train }: TrainView): TrainConfig =>
  Schema.decodeUnknownSync(TrainConfig)({ epochs: 1, ...train });

const partsOf = async (
  view: TrainView,
  config: TrainConfig,
  engine: Engine,
  data: Data,
  context: StepContext,
): Promise<TrajectoryParts> => {
  const { name: optimizer, settings, transform, baseRate } = optimizerOf(config);
  const network = await openNetwork(view, engine, data, context);
  const { model, evaluator, passes } = network;
  const strengths = strengthsOf(model.paramShapes, config);
  const made = [optimizer, settings, Object.keys(strengths)];
  const iterations = await openIterations(view, network, transform, made, context);
  const { rule, config: schedule } = scheduleOf(config);
  const epochs = rule.needsHorizon ? config.epochs : Number.NaN; // a schedule that read it would not be its own
  const { batchSize } = config;
  const shared = { model, slice: data.train, seed: context.seed };
  const trainer = makeTrainer({
    ...shared,
    orders: await openOrders(context, data.train.size, batchSize),
    engine,
    iterations,
    strengths,
    learningRate: (progress) => rule.rate(schedule, baseRate, { ...progress, epochs }),
  });
  return {
    trainer,
    evaluator,
    data,
    start: () => ({
      params: readWeights(context, model.paramShapes),
      state: transform.init(trainedShapes(model.paramShapes)),
    }),
    findingOf: (breakdown) =>
      breakdownFinding(breakdown, { optimizer, baseRate, standardInputs: data.standardInputs }),
    watcher: makeWatcher({
      ...shared,
      batchSize,
      passes,
      penalty: penaltyOf(model.paramShapes, strengths),
      validation: data.validation.size,
    }),
    watched: {
      ...watchedOf(config, view.model, model, data, context.until),
      fraction: typeof view.data.fraction === "number" ? view.data.fraction : 1,
    },
    earlyStopping: config.earlyStopping,
    selectBest: config.select === "best",
  };
};

/**
 * Trains the weights: a row an epoch (`epochRow.ts` names its scalars), the blobs `weights` (of the last epoch asked
 * for, or the best), `checkpoint` and `watch` (`History.ts`: what the findings are made of). L1 is λΣ|w|, L2 ½λΣw²,
 * over weights; the losses told are without them.
 */
export const trainStep: StepKind<TrainConfig, TrainView> = withEngineNotes({
  name: "train",
  config: TrainConfig,
  gate: false,
  consumes: ["weights"],
  produces: ["weights"],
  readsTest: false,
  // accuracy of classes, r2 of values
  metrics: [
    "train.loss",
    "train.accuracy",
    "train.r2",
    "train.penalty",
    "validation.loss",
    "validation.accuracy",
    "validation.r2",
    "learning_rate",
    "update_ratio",
    "gradient_norm",
  ],
  epochs: ({ epochs }) => epochs,
  view: (experiment, config) => {
    const { epochs, ...rest } = Schema.decodeUnknownSync(Settings)(Schema.encodeSync(TrainConfig)(config));
    const train = scheduleOf(config).rule.needsHorizon ? { ...rest, epochs: epochs ?? null } : rest;
    return { data: dataPart(experiment), model: experiment.model, train };
  },
  rows: (view) => {
    const { optimizer, schedule } = settingsOf(view);
    return [
      { package: "@attune/train", name: "trainStep" },
      ...Object.values(diagnoses).map(({ name }) => ({ package: "@attune/train", name })),
      ...optimRows(optimizer, schedule),
      ...modelRows(Schema.decodeUnknownSync(ModelConfig)(view.model)),
      ...dataRowsOf(view.data),
    ];
  },
  run: async (view, context) => {
    const config = settingsOf(view);
    const collapsed = collapsedStart(context.inputs.weights?.detail ?? {}, optimizerOf(config).name);
    if (collapsed !== undefined) return outcome({ status: "infeasible", findings: [collapsed] });
    const [engine, data] = await Promise.all([openEngineOf(context), openData(view.data, context)]);
    return runTrajectory(await partsOf(view, config, engine, data, context), context);
  },
});
