import { type Json, outcome, type StepKind } from "@attune/core";
import { InitConfig, initialize, initRows } from "@attune/init";
import { encodeTensors, ModelConfig, modelRows } from "@attune/nn";
import * as Schema from "effect/Schema";
import { layerStatistics } from "../layerStatistics.ts";
import { quietModel } from "../quietModel.ts";
import { type DataPart, dataPart, dataRowsOf, openData, openEngineOf, openModel } from "../Resources.ts";
import { head } from "../slicePart.ts";

const PROBE = 512;

/** `model` is without noise; the loss plays no part. */
export type InitView = {
  readonly data: DataPart;
  readonly model: { readonly [name: string]: Json };
  readonly init: Json;
};

const encode = Schema.encodeSync(InitConfig);
const decode = Schema.decodeUnknownSync(InitConfig);

/** A model needs some loss to be built. */
const withLoss = (model: InitView["model"]): Json => ({ ...model, loss: "cross_entropy" });

/** Gives the params their first values: the blob `weights`, and the signal by layer on up to 512 training examples. */
export const initStep: StepKind<InitConfig, InitView> = {
  name: "init",
  config: InitConfig,
  gate: false,
  consumes: [],
  produces: ["weights"],
  readsTest: false,
  metrics: [],
  view: (experiment, config) => {
    const { loss: _loss, ...model } = quietModel(experiment.model);
    const init = Schema.decodeUnknownSync(Schema.Json)(encode(config));
    return { data: dataPart(experiment), model, init };
  },
  rows: ({ data, model, init }) => {
    const config = Schema.decodeUnknownSync(ModelConfig)(withLoss(model));
    const losses = new Set(modelRows({ layers: [], loss: config.loss }).map(({ name }) => name));
    return [
      { package: "@attune/train", name: "initStep" },
      ...initRows(decode(init)),
      ...modelRows(config).filter(({ name }) => !losses.has(name)),
      ...dataRowsOf(data),
    ];
  },
  run: async (view, context) => {
    const [engine, data] = await Promise.all([openEngineOf(context), openData(view.data, context)]);
    const model = await openModel(withLoss(view.model), data, context, { fit: false }); // the loss is not its own
    const weights = initialize(model.paramShapes, decode(view.init), context.seed);
    const layers = layerStatistics(engine, model, weights, head(data.train, PROBE));
    return outcome({
      artifacts: { weights: context.blobs.write(encodeTensors(weights)) },
      detail: { layers },
    });
  },
};
