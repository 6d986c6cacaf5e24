/** The compiled form of a training: what trainings share that differ in rates, strengths, seeds and data alone. */
import type { Iteration, ParamShapes, Params } from "@attune/nn";
import type { State, Transform } from "@attune/optim";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { Objective } from "./Objective.ts";
import { trainingStep } from "./trainingStep.ts";

export type Moving = { readonly params: Params; readonly state: State };

/** `StepInputs` but for what moves; all other names are those of strengths. */
export type Feed = {
  readonly inputs: Tensor;
  readonly targets: Tensor;
  readonly learningRate: Tensor;
  readonly iteration: Tensor;
  readonly key: Tensor;
} & { readonly [strength: string]: Tensor };

export interface Iterations {
  readonly plain: Iteration<Moving, Feed>;
  /** The same update, with figures of each tensor. */
  readonly measuring: Iteration<Moving, Feed>;
}

/** An engine replays what it has seen: keep them for the next training. */
export const makeIterations = (
  objective: Objective,
  transform: Transform,
  shapes: ParamShapes,
): Iterations => {
  const iterationOf = (measure: boolean): Iteration<Moving, Feed> => {
    const step = trainingStep(objective, transform, shapes, { measure, tensors: measure });
    return (carried, fed) => {
      const { metrics, ...next } = step({ ...carried, ...fed }, fed);
      return { carried: next, metrics };
    };
  };
  return { plain: iterationOf(false), measuring: iterationOf(true) };
};
