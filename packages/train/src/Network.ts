/** A model with its compiled steps: what the trainings of one network share in a worker. */
import type { Json, StepContext } from "@attune/core";
import type { Engine, Model } from "@attune/nn";
import type { Transform } from "@attune/optim";
import { type Evaluator, makeEvaluator } from "./Evaluator.ts";
import { type Iterations, makeIterations } from "./Iterations.ts";
import { meanLoss } from "./meanLoss.ts";
import { penaltyOf } from "./penaltyOf.ts";
import { type Data, type DataPart, openModel } from "./Resources.ts";
import type { Strengths } from "./Strength.ts";
import { makePasses, type Passes } from "./watching/Passes.ts";

export interface Network {
  readonly model: Model;
  readonly evaluator: Evaluator;
  readonly passes: Passes;
}

type NetworkView = { readonly data: DataPart; readonly model: Json };

const keyOf = ({ data, model }: NetworkView, { engine, directory }: StepContext): string =>
  JSON.stringify([engine, directory, data, model]);

/** The network of a view, kept by the worker. */
export const openNetwork = (
  view: NetworkView,
  engine: Engine,
  data: Data,
  context: StepContext,
): Promise<Network> =>
  context.memo(`network ${keyOf(view, context)}`, async () => {
    const model = await openModel(view.model, data, context);
    const passes = makePasses(engine, model, meanLoss(model));
    return { model, evaluator: makeEvaluator(engine, model), passes };
  });

/**
 * The iterations of an optimizer on the network, kept by the worker. `about` tells them from others on it: all that
 * `transform` was made of, and the names of the strengths that are fed.
 */
export const openIterations = (
  view: NetworkView,
  { model }: Network,
  transform: Transform,
  about: Json,
  context: StepContext,
): Promise<Iterations> =>
  context.memo(`iterations ${JSON.stringify(about)} ${keyOf(view, context)}`, async () => {
    const { paramShapes } = model;
    const penalty = (strengths: Strengths) => penaltyOf(paramShapes, strengths);
    return makeIterations({ model, batchLoss: meanLoss(model), penalty }, transform, paramShapes);
  });
