import { type Tensor, type TensorContainer, tidy } from "@tensorflow/tfjs-core";
import type { TensorTree } from "../Engine.ts";
import { withoutSharing } from "./tensorTree.ts";

/** The step's outputs; whatever else it made is disposed. No output is an input or another output. */
export const runEagerly = <Outputs extends TensorTree>(
  inputs: ReadonlyArray<Tensor>,
  step: () => Outputs,
): Outputs => {
  const outputs = tidy(() => withoutSharing(step(), new Set(inputs)) as TensorContainer); // nested records of tensors
  return outputs as Outputs; // tidy gives what it is given
};
