import { type Tensor, type TensorContainer, tidy } from "@tensorflow/tfjs-core";
import type { TensorTree } from "../Engine.ts";
import { namedError } from "../layerInProgress.ts";
import { withoutSharing } from "./tensorTree.ts";

/**
 * The step's outputs; whatever else it made is disposed. No output is an input or another output. An operation that
 * the engine lacks is an error that calls the step `name`, or names the layer.
 */
export const runEagerly = <Outputs extends TensorTree>(
  inputs: ReadonlyArray<Tensor>,
  step: () => Outputs,
  name: string,
): Outputs => {
  try {
    const outputs = tidy(() => withoutSharing(step(), new Set(inputs)) as TensorContainer); // nested records of tensors
    return outputs as Outputs; // tidy gives what it is given
  } catch (error) {
    throw namedError(error, name);
  }
};
