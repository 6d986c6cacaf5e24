/** What runs a step. */
import type { Tensor } from "@tensorflow/tfjs-core";
import { engines } from "./catalog.ts";
import type { Carried, Fed, Loop, LoopStart } from "./Loop.ts";

/** Tensors by name, nested. */
export type TensorTree = Tensor | { readonly [name: string]: TensorTree };

/**
 * Runs the step. The caller owns its inputs and what comes out, and disposes both; an output is never the same
 * tensor as an input or another output.
 */
export type Compiled<Inputs extends TensorTree, Outputs extends TensorTree> = (inputs: Inputs) => Outputs;

export interface Engine {
  /** `wasm`, `cpu`: part of every cache key, since other engines round differently. */
  readonly name: string;
  /**
   * A step is a pure function of tensors with fixed shapes. Whatever changes between iterations is an input tensor,
   * never a captured number, and no value is read inside. The engine `wasm` runs a step twice as it comes, for each
   * set of shapes, and replays its kernels from then on, to the same bits; a step that reads values is never
   * replayed, and `notes` names it. Throws, calling the step `name`, where two runs of it differ or it uses a tensor
   * that is not among its inputs.
   */
  readonly compile: <Inputs extends TensorTree, Outputs extends TensorTree>(
    step: (inputs: Inputs) => Outputs,
    name?: string,
  ) => Compiled<Inputs, Outputs>;
  /** Iterations on tensors that stay in place: how to train. */
  readonly loop: <C extends Carried, F extends Fed>(start: LoopStart<C>) => Loop<C, F>;
  /** Steps that are not replayed, and why: a sentence each. */
  readonly notes: () => ReadonlyArray<string>;
  /** Tensors alive, to find leaks. */
  readonly tensors: () => number;
}

export interface EngineKind {
  readonly open: () => Promise<Engine>;
}

export type EngineName = keyof typeof engines;

export const isEngineName = (name: string): name is EngineName => Object.hasOwn(engines, name);

/**
 * Loads an engine and makes it the current one: new tensors are its own. A process uses one at a time. Rejects
 * where the engine is unknown or cannot be loaded.
 */
export const openEngine = async (name: string): Promise<Engine> => {
  if (!isEngineName(name)) {
    throw new Error(`expected an engine among ${Object.keys(engines).join(", ")}, received ${name}`);
  }
  const kind: EngineKind = engines[name];
  return kind.open();
};
