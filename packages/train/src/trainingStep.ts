/**
 * One optimizer update as a pure function of tensors, for `engine.compile`. Whatever changes between iterations is an
 * input; what is captured (model, optimizer, λ) is fixed for the run.
 */
import { isTrained, type ParamShapes, type Params, type Tensors } from "@attune/nn";
import { applyUpdates, type State, type Transform } from "@attune/optim";
import {
  abs,
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
import type { Penalty } from "./Penalty.ts";

export type StepInputs = {
  readonly params: Params;
  readonly state: State;
  /** [batch, ...inputShape] */
  readonly inputs: Tensor;
  /** int32 [batch], or float32 [batch, width]. */
  readonly targets: Tensor;
  readonly learningRate: Tensor;
  /** Updates before this one, float32. */
  readonly iteration: Tensor;
  /** int32 [4]: where the noise layers draw from. */
  readonly key: Tensor;
};

export type StepOutputs = {
  readonly params: Params;
  readonly state: State;
  /** `loss` of the batch before the update, without the penalty; the others only where the step measures. */
  readonly metrics: Tensors;
};

// one axis after the other: adding up all of a large tensor in one go would lose digits of float32
const total = (value: Tensor): Tensor => sum(sum(value, -1));

const norm = (squares: ReadonlyArray<Tensor>): Tensor =>
  squares.length === 0 ? scalar(0) : sqrt(addN([...squares]));

/** Names of the figures of one tensor: Σ(Δw)², Σw² before the update, Σg², Σ|g|. */
export const tensorMetrics = (name: string) => ({
  update: `update ${name}`,
  weight: `weight ${name}`,
  gradient: `gradient ${name}`,
  absolute: `absolute ${name}`,
});

/**
 * ‖gradient‖ over all params; ‖Δw‖ and ‖w‖ over weights, w before the update; the penalty after it. With `tensors`
 * those of `tensorMetrics` for each param as well.
 */
const measures = (
  weights: ReadonlyArray<string>,
  penalty: Penalty | undefined,
  before: Params,
  after: Params,
  gradients: Tensors,
  tensors: boolean,
): Tensors => {
  const names = Object.keys(gradients);
  const over = (list: ReadonlyArray<string>, of: (name: string) => Tensor): Tensors =>
    Object.fromEntries(list.map((name) => [name, total(square(of(name)))]));
  const moved = tensors ? names : weights;
  const gradientSquares = over(names, (name) => gradients[name]!);
  const updateSquares = over(moved, (name) => sub(after[name]!, before[name]!));
  const weightSquares = over(moved, (name) => before[name]!);
  const each = names.flatMap((name) => {
    const metrics = tensorMetrics(name);
    return [
      [metrics.update, updateSquares[name]!],
      [metrics.weight, weightSquares[name]!],
      [metrics.gradient, gradientSquares[name]!],
      [metrics.absolute, total(abs(gradients[name]!))],
    ] as const;
  });
  return {
    gradientNorm: norm(Object.values(gradientSquares)),
    updateNorm: norm(weights.map((name) => updateSquares[name]!)),
    weightNorm: norm(weights.map((name) => weightSquares[name]!)),
    penalty: penalty?.value(after) ?? scalar(0),
    ...(tensors ? Object.fromEntries(each) : {}),
  };
};

/**
 * `measure` adds the figures of `measures`, `tensors` those of each tensor, at some cost: meant for few iterations. The
 * update is the same. `strengths`: λ of the penalties, each a scalar.
 */
export const trainingStep = (
  objective: Objective,
  transform: Transform,
  shapes: ParamShapes,
  { measure, tensors = false }: { readonly measure: boolean; readonly tensors?: boolean },
): ((inputs: StepInputs, strengths?: Tensors) => StepOutputs) => {
  const names = Object.keys(shapes).filter((name) => isTrained(shapes[name]!));
  const weights = names.filter((name) => shapes[name]?.role === "weight");
  const named = (values: ReadonlyArray<Tensor>): Tensors =>
    Object.fromEntries(names.map((name, i) => [name, values[i]!]));
  return ({ params, state, inputs, targets, learningRate, iteration, key }, strengths = {}) => {
    const penalty = objective.penalty(strengths);
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
    const penalties = penalty?.gradients(trained) ?? {};
    const gradients = Object.fromEntries(
      names.map((name, i) => {
        const more = penalties[name];
        return [name, more === undefined ? grads[i]! : add(grads[i]!, more)];
      }),
    );
    const { updates, state: next } = transform.update(gradients, state, trained, { learningRate, iteration });
    const updated = applyUpdates(trained, updates);
    const extra = measure ? measures(weights, penalty, trained, updated, gradients, tensors) : {};
    return { params: { ...params, ...updated, ...carried }, state: next, metrics: { loss, ...extra } };
  };
};
