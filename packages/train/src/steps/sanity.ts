import type { Json, StepKind } from "@attune/core";
import { ModelConfig, modelRows } from "@attune/nn";
import * as Schema from "effect/Schema";
import { checks } from "../checks/catalog.ts";
import { openWiring } from "../openWiring.ts";
import { quietModel } from "../quietModel.ts";
import { type DataPart, dataPart, dataRowsOf } from "../Resources.ts";
import { runChecks } from "../runChecks.ts";
import { SanityConfig } from "../SanityConfig.ts";
import { withEngineNotes } from "../withEngineNotes.ts";

/** `model` is without noise; nothing of the experiment's optimizer is here. */
export type SanityView = {
  readonly data: DataPart;
  readonly model: Json;
  readonly sanity: Json;
};

const decodeModel = Schema.decodeUnknownSync(ModelConfig);

/**
 * Checks the network before it learns. A gate: a failed check makes the configuration infeasible. It uses its own λ
 * and its own Adam, so that trials that differ in optimizer, L2 or dropout share one verdict.
 */
export const sanityStep: StepKind<SanityConfig, SanityView> = withEngineNotes({
  name: "sanity",
  config: SanityConfig,
  gate: true,
  consumes: ["weights"],
  produces: [],
  readsTest: false,
  metrics: [],
  view: (experiment, config) => ({
    data: dataPart(experiment),
    model: quietModel(experiment.model),
    sanity: Schema.decodeUnknownSync(Schema.Json)(Schema.encodeSync(SanityConfig)(config)),
  }),
  rows: ({ data, model }) => [
    { package: "@attune/train", name: "sanityStep" },
    ...Object.values(checks).map(({ name }) => ({ package: "@attune/train", name })),
    { package: "@attune/optim", name: "adam" },
    ...modelRows(decodeModel(model)),
    ...dataRowsOf(data),
  ],
  run: async (view, context) =>
    runChecks(await openWiring(view, context), Schema.decodeUnknownSync(SanityConfig)(view.sanity)),
});
