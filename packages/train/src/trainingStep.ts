/**
 * One optimizer update as a pure function of tensors, for `engine.compile`. Whatever changes between iterations is an
 * input; what is captured (model, optimizer, λ) is fixed for the run.
 */
import { isTrained, type ParamShapes, type Params, type Tensors } from "@attune/nn";
import { applyUpdates, type State, type Transform } from "@attune/optim";
import {
  add,
  addN,
  keep,
  type Scalar,
  scalar,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  valueAndGrads,
} from "@tensorflow/tfjs-core";
import type { Objective } from "./Objective.ts";

export type StepInputs = {
  readonly params: Params;
  readonly state: State;
  /** [batch, ...inputShape] */
  readonly inputs: Tensor;
  /** int32 [batch], or float32 [batch, width]. */
  readonly targets: Tensor;
  readonly learningRate: Scalar;
  /** Updates before this one, float32. */
  readonly iteration: Scalar;
  /** int32 [4]: where the noise layers draw from. */
  readonly key: Tensor;
};

export type StepOutputs = {
  readonly params: Params;
  readonly state: State;
  /** `loss` of the batch before the update, without the penalty; the others only where the step measures. */
  readonly metrics: Tensors;
};

const norm = (tensors: ReadonlyArray<Tensor>): Tensor =>
  tensors.length === 0 ? scalar(0) : sqrt(addN(tensors.map((value) => sum(sum(square(value), -1)))));

/** ‖gradient‖ over all params; ‖Δw‖ and ‖w‖ over weights, w before the update; the penalty after it. */
const measures = (
  weights: ReadonlyArray<string>,
  { penalty }: Objective,
  before: Params,
  after: Params,
  gradients: Tensors,
): Tensors => ({
  gradientNorm: norm(Object.values(gradients)),
  updateNorm: norm(weights.map((name) => sub(after[name]!, before[name]!))),
  weightNorm: norm(weights.map((name) => before[name]!)),
  penalty: penalty?.value(after) ?? scalar(0),
});

/** `measure` adds the figures of `measures`: meant for one iteration of an epoch. The update is the same. */
export const trainingStep = (
  objective: Objective,
  transform: Transform,
  shapes: ParamShapes,
  { measure }: { readonly measure: boolean },
): ((inputs: StepInputs) => StepOutputs) => {
  const names = Object.keys(shapes).filter((name) => isTrained(shapes[name]!));
  const weights = names.filter((name) => shapes[name]?.role === "weight");
  const named = (values: ReadonlyArray<Tensor>): Tensors =>
    Object.fromEntries(names.map((name, i) => [name, values[i]!]));
  return ({ params, state, inputs, targets, learningRate, iteration, key }) => {
    const carried: Record<string, Tensor> = {};
    const carry = (name: string, value: Tensor) => {
      carried[name] = keep(value); // outlives the forward pass, which disposes what it does not return
    };
    const lossOf = (...values: Array<Tensor>): Scalar => {
      const mode = { training: true, key, carry };
      const outputs = objective.model.apply({ ...params, ...named(values) }, inputs, mode);
      return objective.batchLoss(outputs, targets);
    };
    const { value: loss, grads } = valueAndGrads(lossOf)(names.map((name) => params[name]!));
    const trained = named(names.map((name) => params[name]!));
    const penalties = objective.penalty?.gradients(trained) ?? {};
    const gradients = Object.fromEntries(
      names.map((name, i) => {
        const more = penalties[name];
        return [name, more === undefined ? grads[i]! : add(grads[i]!, more)];
      }),
    );
    const { updates, state: next } = transform.update(gradients, state, trained, { learningRate, iteration });
    const updated = applyUpdates(trained, updates);
    const extra = measure ? measures(weights, objective, trained, updated, gradients) : {};
    return { params: { ...params, ...updated, ...carried }, state: next, metrics: { loss, ...extra } };
  };
};
