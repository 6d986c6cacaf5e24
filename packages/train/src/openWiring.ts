import type { StepContext } from "@attune/core";
import { ModelConfig } from "@attune/nn";
import * as Schema from "effect/Schema";
import type { Wiring } from "./Check.ts";
import { openData, openEngineOf, openModel } from "./Resources.ts";
import { readWeights } from "./readWeights.ts";
import type { SanityView } from "./steps/sanity.ts";
import { widerModel } from "./widerModel.ts";
import { wire } from "./wire.ts";

const decodeModel = Schema.decodeUnknownSync(ModelConfig);

/** The wiring of an experiment, at the weights that the context brings. */
export const openWiring = async (view: SanityView, context: StepContext): Promise<Wiring> => {
  const [engine, data] = await Promise.all([openEngineOf(context), openData(view.data, context)]);
  const model = await openModel(view.model, data, context, { noise: false });
  const weights = readWeights(context, model.paramShapes);
  const wiring = wire(engine, model, decodeModel(view.model).loss, weights, data, context.seed);
  return { ...wiring, wider: () => widerModel(view.model, data) };
};
