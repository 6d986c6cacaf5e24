/** Tracing: runs a step while its calls are recorded, and says what a replay would need. */
import type { Tensor } from "@tensorflow/tfjs-core";
import type { TensorTree } from "../../Engine.ts";
import { runEagerly } from "../runEagerly.ts";
import { leaves } from "../tensorTree.ts";
import type { Block } from "./Block.ts";
import { captured } from "./layOut.ts";
import { difference, type Trace, type Traced } from "./Trace.ts";
import type { WasmBackend } from "./WasmBackend.ts";
import { blockOf } from "./wasmKernel.ts";

/** Blocks of the tensors, each once, in the order of the tensors. */
export const blocksOf = (tensors: ReadonlyArray<Tensor>): ReadonlyArray<Block> => [
  ...new Set(tensors.map(blockOf)),
];

/** Shapes, types, and which tensors share memory: what a trace is valid for. */
export const signatureOf = (tensors: ReadonlyArray<Tensor>): string => {
  const blocks = blocksOf(tensors);
  const shared =
    blocks.length === tensors.length ? "" : tensors.map((tensor) => blocks.indexOf(blockOf(tensor)));
  return `${tensors.map(({ dtype, shape }) => `${dtype}[${shape}]`)} ${shared}`;
};

/** The step's outputs, computed eagerly, and its trace. */
export const trace = <Outputs extends TensorTree>(
  backend: WasmBackend,
  inputs: ReadonlyArray<Tensor>,
  step: () => Outputs,
  name: string,
): { readonly outputs: Outputs; readonly traced: Traced; readonly untraceable: string | undefined } => {
  const record: Trace = { calls: [], constants: new Map(), untraceable: undefined };
  backend.trace = record;
  try {
    const outputs = runEagerly(inputs, step, name);
    const traced = {
      calls: record.calls,
      constants: record.constants,
      inputs: blocksOf(inputs),
      outputs: leaves(outputs).map(blockOf),
    };
    return { outputs, traced, untraceable: record.untraceable };
  } finally {
    backend.trace = undefined;
  }
};

/** Throws, with a sentence, where a replay would not do what the step does. */
export const checkTraces = (name: string, first: Traced, second: Traced): void => {
  const at = difference(first, second);
  if (at !== undefined) {
    const kernel = (second.calls[at] ?? first.calls[at])?.kernel ?? "its outputs";
    throw new Error(
      `${name}: two runs of the step differ (at call ${at}, ${kernel}), so it uses something that changes between runs; make that an input tensor`,
    );
  }
  const foreign = captured(second.calls, second.inputs, second.outputs);
  if (foreign !== undefined) {
    throw new Error(
      `${name}: the step uses a tensor (${foreign.kind}, elements: ${foreign.size}) that is not among its inputs; make it one`,
    );
  }
};
