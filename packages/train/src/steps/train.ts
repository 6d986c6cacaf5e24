import { type Json, outcome, type StepContext, type StepKind } from "@attune/core";
import { chosen, type Engine, type Model, ModelConfig, modelRows, trainedShapes } from "@attune/nn";
import { type Optimizer, optimizers, optimRows, type Schedule, schedules } from "@attune/optim";
import * as Schema from "effect/Schema";
import { breakdownFinding } from "../breakdownFinding.ts";
import { collapsedStart } from "../collapsedStart.ts";
import { diagnoses } from "../diagnoses/catalog.ts";
import { makeEvaluator } from "../Evaluator.ts";
import { isStandard } from "../isStandard.ts";
import { meanLoss } from "../meanLoss.ts";
import type { Objective } from "../Objective.ts";
import { penaltyOf } from "../penaltyOf.ts";
import {
  type Data,
  type DataPart,
  dataPart,
  dataRowsOf,
  openData,
  openEngineOf,
  openModel,
} from "../Resources.ts";
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
  return { name, transform: rule.transform(config), baseRate: config.learningRate };
};

/** The settings of a view. An `epochs` that is not there plays no part: any number stands for it. */
const settingsOf = ({ train }: TrainView): TrainConfig =>
  Schema.decodeUnknownSync(TrainConfig)({ epochs: 1, ...train });

const objectiveOf = (model: Model, config: TrainConfig): Objective => ({
  model,
  batchLoss: meanLoss(model),
  penalty: penaltyOf(model.paramShapes, config),
});

const partsOf = (
  view: TrainView,
  engine: Engine,
  data: Data,
  model: Model,
  context: StepContext,
): TrajectoryParts => {
  const config = settingsOf(view);
  const { name: optimizer, transform, baseRate } = optimizerOf(config);
  const { rule, config: schedule } = scheduleOf(config);
  const epochs = rule.needsHorizon ? config.epochs : Number.NaN; // a schedule that read it would not be its own
  const objective = objectiveOf(model, config);
  const shared = { model, objective, slice: data.train, seed: context.seed };
  const trainer = makeTrainer({
    ...shared,
    engine,
    transform,
    batchSize: config.batchSize,
    learningRate: (progress) => rule.rate(schedule, baseRate, { ...progress, epochs }),
  });
  return {
    trainer,
    evaluator: makeEvaluator(engine, model),
    data,
    start: () => ({
      params: readWeights(context, model.paramShapes),
      state: transform.init(trainedShapes(model.paramShapes)),
    }),
    findingOf: (breakdown) =>
      breakdownFinding(breakdown, { optimizer, baseRate, standardInputs: isStandard(data.train) }),
    watcher: makeWatcher({ ...shared, batchSize: config.batchSize, validation: data.validation.size }),
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
    const collapsed = collapsedStart(
      context.inputs.weights?.detail ?? {},
      optimizerOf(settingsOf(view)).name,
    );
    if (collapsed !== undefined) return outcome({ status: "infeasible", findings: [collapsed] });
    const [engine, data] = await Promise.all([openEngineOf(context), openData(view.data, context)]);
    const model = await openModel(view.model, data, context);
    return runTrajectory(partsOf(view, engine, data, model, context), context);
  },
});
