/** The whole experiment language: core's frame with the sections of nn, train and sweep. */
import {
  type ChosenEngine,
  type Configuration,
  canonicalJson,
  type Inspection,
  type Language,
  makeCodeDigests,
  type Planner,
} from "@attune/core";
import { InitConfig, unmatched } from "@attune/init";
import {
  buildModel,
  catalogName,
  countOf,
  DataConfig,
  type DataProblem,
  type Dataset,
  type DatasetDescription,
  describeDataset,
  EngineChoice,
  EngineUnavailable,
  indexProblem,
  isDataProblem,
  leastTrainingBytes,
  loadDataset,
  type Model,
  ModelConfig,
  type ModelProblem,
  openChosenEngine,
  openUserModel,
  sliceSizes,
} from "@attune/nn";
import { checkSweep, choicesOf, SweepConfig } from "@attune/sweep";
import { initStep, stepKinds, trainStep, unmatchedPenalties } from "@attune/train";
import * as Schema from "effect/Schema";
import { keptDigests } from "./image/keptDigests.ts";

type Sections = Pick<Configuration, "data" | "model">;

const decodeData = Schema.decodeUnknownSync(DataConfig);
const decodeModel = Schema.decodeUnknownSync(ModelConfig);
const isInit = Schema.is(InitConfig);
const isTrain = Schema.is(trainStep.config);

const dataProblem = ({ problem, path, remedy }: DataProblem): Inspection => ({
  problems: [{ path: ["data", ...path], message: problem, ...(remedy === undefined ? {} : { remedy }) }],
});

const modelProblem = ({ path, message, remedy }: ModelProblem): Inspection => ({
  problems: [{ path: ["model", ...path], message, ...(remedy === undefined ? {} : { remedy }) }],
});

/** Settings for single layers, of a step `init` or `train`, that match nothing of the model. */
const layerProblems = (
  id: string,
  kind: string | undefined,
  config: unknown,
  { paramShapes: shapes, outputShape }: Model,
) => {
  const problems = [
    ...(kind === initStep.name && isInit(config) ? unmatched(shapes, config, outputShape[0]) : []),
    ...(kind === trainStep.name && isTrain(config) ? unmatchedPenalties(shapes, config) : []),
  ];
  return problems.map((problem) => ({ ...problem, path: ["steps", id, "with", ...problem.path] }));
};

const batchOf = (config: unknown): number =>
  typeof config === "object" && config !== null && "batchSize" in config ? Number(config.batchSize) : 1;

const gibibytes = (bytes: number): string => {
  const size = bytes / 1024 ** 3;
  return `${size < 10 ? size.toFixed(1) : Math.round(size).toLocaleString("en")} GiB`;
};

/** A model that the engine cannot hold: told with the numbers, at the layer that has the most of them. */
const tooLarge = (
  model: Model,
  configs: Readonly<Record<string, unknown>>,
  { name, capacity }: ChosenEngine,
): ModelProblem | undefined => {
  const bytes = leastTrainingBytes(model, Math.max(1, ...Object.values(configs).map(batchOf)));
  if (bytes <= capacity) return undefined;
  const counts = model.layers.map(({ params }) => countOf(params));
  const most = counts.indexOf(Math.max(...counts));
  const all = countOf(model.paramShapes).toLocaleString("en");
  const needs = `training it takes at least ${gibibytes(bytes)}`;
  return {
    path: model.layers[most]?.name.split(".").map((key) => (/^\d+$/.test(key) ? Number(key) : key)) ?? [],
    message: `the model has ${all} params, ${needs}, and the engine ${catalogName(name)} can hold ${gibibytes(capacity)}`,
    remedy: `make this layer smaller, which has ${counts[most]?.toLocaleString("en")} of them, or the batch`,
  };
};

/** What does not depend on the steps' settings: the model on its data. */
type Look =
  | { readonly model: Model; readonly dataDigest: string; readonly sizes: Readonly<Record<string, number>> }
  | { readonly refused: Inspection };

/** Looks at each data set once, and at a model on it once in a row, however many trials ask. */
const makeInspect = (): Language["inspect"] => {
  const descriptions = new Map<string, Promise<DatasetDescription | DataProblem>>();
  /** Of models that look their inputs up. */
  const datasets = new Map<string, Promise<Dataset>>();
  const look = async ({ data, model }: Sections, directory: string): Promise<Look> => {
    const config = decodeData(data);
    const id = `${directory} ${canonicalJson(data)}`;
    const known = descriptions.get(id) ?? describeDataset(config, directory);
    descriptions.set(id, known);
    const description = await known;
    if (isDataProblem(description)) return { refused: dataProblem(description) };
    const { examples, featureShape, target, groupSizes } = description;
    const sizes = sliceSizes(config.split, examples, groupSizes);
    if ("problem" in sizes) return { refused: dataProblem(sizes) };
    const network = decodeModel(model);
    const opened = await openUserModel(network, directory);
    if ("problem" in opened) return { refused: modelProblem(opened.problem) };
    const built = buildModel(network, featureShape, target, opened);
    if ("problem" in built) return { refused: modelProblem(built.problem) };
    if (built.model.layers[0]?.vocabulary !== undefined) {
      const dataset = datasets.get(id) ?? loadDataset(config, directory);
      datasets.set(id, dataset);
      const mistake = indexProblem(built.model, await dataset, config.normalize);
      if (mistake !== undefined) return { refused: modelProblem(mistake) };
    }
    return { model: built.model, dataDigest: description.digest, sizes: { ...sizes } };
  };
  let last: (Sections & { readonly directory: string; readonly seen: Promise<Look> }) | undefined;
  return async ({ data, model, configs }, uses, directory, engine) => {
    if (last?.data !== data || last.model !== model || last.directory !== directory)
      last = { data, model, directory, seen: look({ data, model }, directory) };
    const seen = await last.seen;
    if ("refused" in seen) return seen.refused;
    const problem = tooLarge(seen.model, configs, engine);
    if (problem !== undefined) return modelProblem(problem);
    const problems = Object.entries(configs).flatMap(([id, config]) =>
      layerProblems(id, uses[id], config, seen.model),
    );
    return problems.length > 0 ? { problems } : { dataDigest: seen.dataDigest, sizes: seen.sizes };
  };
};

/** What a file's choice comes to on this machine. */
const openEngine: Language["openEngine"] = async (choice = "auto") => {
  try {
    const { name, capacity } = await openChosenEngine(choice);
    return { name, row: { package: "@attune/nn", name: catalogName(name) }, capacity };
  } catch (error) {
    if (!(error instanceof EngineUnavailable)) throw error;
    return { message: `${choice} cannot be used here: ${error.reason}`, remedy: error.remedy };
  }
};

export const makePlanner = (): Planner => ({
  language: {
    engine: EngineChoice,
    openEngine,
    data: DataConfig,
    model: ModelConfig,
    sweep: SweepConfig,
    checkSweep,
    choicesOf,
    kinds: stepKinds,
    inspect: makeInspect(),
  },
  codeDigest: makeCodeDigests(import.meta.dirname, keptDigests()),
});
