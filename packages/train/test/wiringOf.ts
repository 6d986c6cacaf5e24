/** A right wiring, to be made wrong: the parts of a check's test. */
import type { Json, ResolvedExperiment } from "@attune/core";
import { InitConfig, initialize } from "@attune/init";
import { buildModel, ModelConfig, openEngine, type Slice } from "@attune/nn";
import { sanityStep } from "@attune/train";
import * as Schema from "effect/Schema";
import type { Wiring } from "../src/Check.ts";
import { openData } from "../src/Resources.ts";
import { wire } from "../src/wire.ts";
import { experiment, irisData, irisModel, memoryContext } from "./MemoryContext.ts";

const iris = experiment(irisData, irisModel());

export const wiringOf = async (
  of: ResolvedExperiment = iris,
  { seed = 7, init = {} }: { readonly seed?: number; readonly init?: Json } = {},
): Promise<Wiring> => {
  const engine = await openEngine("wasm");
  const { data, model: section } = sanityStep.view(of, Schema.decodeUnknownSync(sanityStep.config)({}));
  const config = Schema.decodeUnknownSync(ModelConfig)(section);
  const opened = await openData(data, memoryContext({}));
  const built = buildModel(config, opened.train.inputShape);
  if ("problem" in built) throw new Error(built.problem.message);
  const weights = initialize(built.model.paramShapes, Schema.decodeUnknownSync(InitConfig)(init), seed);
  return wire(engine, built.model, config.loss, weights, opened, seed);
};

type Apply = Wiring["model"]["apply"];

/** The wiring with another way from inputs to outputs; `apply` is the right one. */
export const withApply = (
  wiring: Wiring,
  wrong: (apply: Apply, ...given: Parameters<Apply>) => ReturnType<Apply>,
): Wiring => ({
  ...wiring,
  model: { ...wiring.model, apply: (...given) => wrong(wiring.model.apply, ...given) },
});

export const withTrain = (wiring: Wiring, change: (slice: Slice) => Partial<Slice>): Wiring => ({
  ...wiring,
  train: { ...wiring.train, ...change(wiring.train) },
});
