import {
  chosen,
  downloadTensors,
  type Engine,
  type NamedValues,
  oneOf,
  type ParamShapes,
  type Tensors,
  uploadTensors,
} from "@attune/nn";
import { dispose, scalar } from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import { applyUpdates, type Optimizer, optimizers, type State, type Transform } from "../src/index.ts";

/** An optimizer as it stands in YAML. */
export const parse = (yaml: unknown): { readonly transform: Transform; readonly learningRate: number } => {
  const choice = chosen(optimizers, Schema.decodeUnknownSync(oneOf(optimizers))(yaml));
  const optimizer: Optimizer = choice.row;
  return { transform: optimizer.transform(choice.config), learningRate: choice.config.learningRate };
};

export type Numbers = Readonly<Record<string, ReadonlyArray<number>>>;

const valuesOf = (numbers: Numbers): NamedValues =>
  Object.fromEntries(
    Object.entries(numbers).map(([name, values]) => [
      name,
      { shape: [values.length], data: Float32Array.from(values) },
    ]),
  );

const numbersOf = (tensors: Tensors): Numbers =>
  Object.fromEntries(Object.entries(downloadTensors(tensors)).map(([name, { data }]) => [name, [...data]]));

export const shapesOf = (values: NamedValues): ParamShapes =>
  Object.fromEntries(
    Object.entries(values).map(([name, { shape }]) => [
      name,
      { shape, fanIn: 1, fanOut: 1, role: "weight", activation: "linear" },
    ]),
  );

type Update = {
  readonly params: Tensors;
  readonly gradients: Tensors;
  readonly state: State;
  readonly scalars: {
    readonly learningRate: ReturnType<typeof scalar>;
    readonly iteration: ReturnType<typeof scalar>;
  };
};

/** Where a descent starts: from the beginning, or in the middle. */
export interface From {
  readonly params: Numbers;
  readonly state?: NamedValues;
  readonly iteration?: number;
}

/** Params after each of `steps` updates, each gradient a function of the params and the update's number. */
export const follow = (
  engine: Engine,
  transform: Transform,
  { params, state, iteration: first = 0 }: From,
  steps: number,
  gradient: (params: Numbers, iteration: number) => Numbers,
  rate: (iteration: number) => number,
): { readonly path: ReadonlyArray<Numbers>; readonly state: NamedValues } => {
  const compiled = engine.compile((inputs: Update) => {
    const result = transform.update(inputs.gradients, inputs.state, inputs.params, inputs.scalars);
    return { params: applyUpdates(inputs.params, result.updates), state: result.state };
  });
  const values = valuesOf(params);
  let current = {
    params: uploadTensors(values),
    state: uploadTensors(state ?? transform.init(shapesOf(values))),
  };
  const path: Numbers[] = [];
  for (let iteration = first; iteration < first + steps; iteration++) {
    const gradients = uploadTensors(valuesOf(gradient(numbersOf(current.params), iteration)));
    const scalars = { learningRate: scalar(rate(iteration)), iteration: scalar(iteration) };
    const next = compiled({ ...current, gradients, scalars });
    dispose([current, gradients, scalars]);
    current = next;
    path.push(numbersOf(current.params));
  }
  const last = downloadTensors(current.state);
  dispose(current);
  return { path, state: last };
};

/** The path of a descent from the beginning. */
export const descend = (
  engine: Engine,
  transform: Transform,
  start: Numbers,
  steps: number,
  gradient: (params: Numbers, iteration: number) => Numbers,
  rate: (iteration: number) => number,
): ReadonlyArray<Numbers> => follow(engine, transform, { params: start }, steps, gradient, rate).path;
