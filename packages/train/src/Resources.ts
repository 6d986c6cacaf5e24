/** What steps work on: the engine and the data, kept for the life of the worker, and the model built on them. */
import type { Json, ResolvedExperiment, RowReference, StepContext } from "@attune/core";
import {
  buildModel,
  DataConfig,
  type Dataset,
  dataRows,
  type Engine,
  isDataProblem,
  loadDataset,
  type Model,
  ModelConfig,
  openEngine,
  openUserModel,
  prepare,
  resolveLoss,
  type Slice,
  type TargetDescription,
} from "@attune/nn";
import * as Schema from "effect/Schema";
import { isStandard } from "./isStandard.ts";

type Fields = { readonly [name: string]: Json };

/** The `data` section with the seed of the split, which repeats do not change. */
export type DataPart = Fields & { readonly seed: number };

export const dataPart = ({ data, seed }: ResolvedExperiment): DataPart => ({
  ...(data as Fields), // a section is a mapping: the data's schema says so
  seed,
});

const configOf = ({ seed: _seed, ...section }: DataPart): DataConfig =>
  Schema.decodeUnknownSync(DataConfig)(section);

/** What reads the data. */
export const dataRowsOf = (view: DataPart): ReadonlyArray<RowReference> => dataRows(configOf(view));

export interface Data {
  readonly train: Slice;
  readonly validation: Slice;
  readonly test: Slice;
  readonly target: TargetDescription;
  /** Names of the classes; empty where the target is values. */
  readonly classes: ReadonlyArray<string>;
  /** Names of an example's inputs, where the data has any. */
  readonly featureNames: ReadonlyArray<string>;
  /** Of the training inputs (`isStandard`). */
  readonly standardInputs: boolean;
}

const targetOf = ({ target }: Dataset): TargetDescription =>
  target.kind === "classes"
    ? { kind: "classes", count: target.names.length }
    : { kind: "values", width: target.width };

const prepareData = async (config: DataConfig, seed: number, loaded: Promise<Dataset>): Promise<Data> => {
  const dataset = await loaded;
  const slices = prepare(dataset, config, seed);
  if (isDataProblem(slices)) throw new Error(`data.${slices.path.join(".")}: ${slices.problem}`);
  const classes = dataset.target.kind === "classes" ? dataset.target.names : [];
  return {
    ...slices,
    target: targetOf(dataset),
    classes,
    featureNames: dataset.featureNames ?? [],
    standardInputs: isStandard(slices.train),
  };
};

/**
 * The slices of a view. A worker lives for one invocation, whose keys hold the digest that the data had at its
 * start: so the settings are enough to tell data sets apart.
 */
export const openData = (view: DataPart, context: StepContext): Promise<Data> => {
  const { seed: _seed, split: _split, normalize: _normalize, fraction: _fraction, ...source } = view;
  return context.memo(`slices ${context.directory} ${JSON.stringify(view)}`, () => {
    const config = configOf(view);
    const place = JSON.stringify([context.directory, source, config.split.group ?? null]);
    const dataset = context.memo(`data ${place}`, () => loadDataset(config, context.directory));
    return prepareData(config, view.seed, dataset);
  });
};

export const openEngineOf = ({ engine, memo }: StepContext): Promise<Engine> =>
  memo(`engine ${engine}`, () => openEngine(engine));

/**
 * `noise: false` leaves out the noise of a user's model; `fit: false` does not ask whether the outputs fit the target.
 * Throws where the model does not fit the data: planning has refused such an experiment before.
 */
export const openModel = async (
  section: Json,
  { train, target, classes }: Data,
  { directory }: StepContext,
  { noise = true, fit = true }: { readonly noise?: boolean; readonly fit?: boolean } = {},
): Promise<Model> => {
  const written = Schema.decodeUnknownSync(ModelConfig)(section);
  const config = { ...written, loss: resolveLoss(written.loss, train.labels, classes.length) };
  const opened = await openUserModel(config, directory);
  const built =
    "problem" in opened
      ? opened
      : buildModel(config, train.inputShape, fit ? target : undefined, { build: opened.build, noise });
  if ("problem" in built) throw new Error(`model.${built.problem.path.join(".")}: ${built.problem.message}`);
  return built.model;
};
