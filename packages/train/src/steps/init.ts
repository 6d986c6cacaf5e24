import { type Json, outcome, type StepKind } from "@attune/core";
import { initialWeights, initRows, type Prior } from "@attune/init";
import { encodeTensors, type Model, ModelConfig, modelRows } from "@attune/nn";
import * as Schema from "effect/Schema";
import { classShares } from "../distributions.ts";
import { InitStepConfig } from "../InitStepConfig.ts";
import { initialChecks } from "../initialChecks/catalog.ts";
import { measureInitialState } from "../measureInitialState.ts";
import { measureVariances } from "../measureVariances.ts";
import { quietModel } from "../quietModel.ts";
import {
  type Data,
  type DataPart,
  dataPart,
  dataRowsOf,
  openData,
  openEngineOf,
  openModel,
} from "../Resources.ts";
import { runInitialChecks, waivedChecks } from "../runInitialChecks.ts";
import { withEngineNotes } from "../withEngineNotes.ts";

/** `model` is without noise. */
export type InitView = {
  readonly data: DataPart;
  readonly model: Json;
  readonly init: Json;
};

const encode = Schema.encodeSync(InitStepConfig);
const decode = Schema.decodeUnknownSync(InitStepConfig);

/** What the training targets say of outputs that know nothing. */
const priorOf = ({ train, classes }: Data, { binary }: Model): Prior => {
  const { labels, values, targetWidth: width, size } = train;
  if (labels !== undefined) return { kind: "classes", shares: classShares(labels, classes.length), binary };
  const means = Array.from({ length: width }, () => 0);
  values?.forEach((value, at) => {
    means[at % width]! += value / size;
  });
  return { kind: "values", means };
};

/**
 * Gives the params their first values, the blob `weights`, and measures the signal and its gradient by layer on up to 512
 * training examples: the detail `layers`, with `lsuv` how its layers were scaled. A failed check makes the configuration
 * infeasible. The detail `waived` names the checks that `train` is not to speak of either.
 */
export const initStep: StepKind<InitStepConfig, InitView> = withEngineNotes({
  name: "init",
  config: InitStepConfig,
  gate: false,
  consumes: [],
  produces: ["weights"],
  readsTest: false,
  metrics: [],
  view: (experiment, config) => ({
    data: dataPart(experiment),
    model: quietModel(experiment.model),
    init: Schema.decodeUnknownSync(Schema.Json)(encode(config)),
  }),
  rows: ({ data, model, init }) => [
    { package: "@attune/train", name: "initStep" },
    ...Object.values(initialChecks).map(({ name }) => ({ package: "@attune/train", name })),
    ...initRows(decode(init)),
    ...modelRows(Schema.decodeUnknownSync(ModelConfig)(model)),
    ...dataRowsOf(data),
  ],
  run: async (view, context) => {
    const [engine, data] = await Promise.all([openEngineOf(context), openData(view.data, context)]);
    const model = await openModel(view.model, data, context, { noise: false });
    const config = decode(view.init);
    const { values, lsuv } = initialWeights(model.paramShapes, config, context.seed, {
      measure: measureVariances(engine, model, data.train),
      prior: priorOf(data, model),
    });
    const state = measureInitialState(engine, model, data, values, config, lsuv);
    return outcome({
      ...runInitialChecks(state, config),
      artifacts: { weights: context.blobs.write(encodeTensors(values)) },
      detail: {
        layers: state.layers,
        weights: state.weights,
        waived: waivedChecks(config),
        ...(lsuv.length === 0 ? {} : { lsuv: lsuv.map((row) => ({ ...row })) }),
      },
    });
  },
});
