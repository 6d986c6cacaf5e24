/** What a model is sure to need, told before anything is allocated. */
import type { Model } from "./Model.ts";
import type { ParamShape } from "./Params.ts";

const FLOAT_BYTES = 4;

const sizeOf = (shape: ReadonlyArray<number>): number =>
  shape.reduce((product, length) => product * length, 1);

export const countOf = (params: Readonly<Record<string, ParamShape>>): number =>
  Object.values(params).reduce((sum, { shape }) => sum + sizeOf(shape), 0);

/**
 * The least bytes of tensors that training takes: params before and after an update and their gradient, and for a
 * batch the inputs and what each layer gives. An optimizer's state and scratch come on top.
 */
export const leastTrainingBytes = (
  { layers, inputShape, paramShapes }: Pick<Model, "layers" | "inputShape" | "paramShapes">,
  batchSize: number,
): number => {
  const values = layers.reduce((sum, { outputShape }) => sum + sizeOf(outputShape), sizeOf(inputShape));
  return FLOAT_BYTES * (3 * countOf(paramShapes) + batchSize * values);
};
