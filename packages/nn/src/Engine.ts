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
  /**
   * `wasm-fma`, `cpu`: its name in the catalog and, after a dash, what else its rounding depends on. Part of every
   * cache key.
   */
  readonly name: string;
  /** What a person may want to know beside the name, as the graphics card: a phrase, or nothing. */
  readonly about: string;
  /**
   * A step is a pure function of tensors with fixed shapes. Whatever changes between iterations is an input tensor,
   * never a captured number, and no value is read inside. The engine `wasm` runs a step twice as it comes, for each
   * set of shapes (once where another step did the same, but for its constants), and replays its kernels from then
   * on, to the same bits; a step that reads values is never replayed, and `takeNotes` names it. Throws, calling the step
   * `name`, where two runs of it differ or it uses a tensor that is not among its inputs.
   */
  readonly compile: <Inputs extends TensorTree, Outputs extends TensorTree>(
    step: (inputs: Inputs) => Outputs,
    name?: string,
  ) => Compiled<Inputs, Outputs>;
  /** Iterations on tensors that stay in place: how to train. */
  readonly loop: <C extends Carried, F extends Fed>(start: LoopStart<C>) => Loop<C, F>;
  /**
   * After as many iterations a training has to let the event loop turn, so that what they left behind is freed;
   * Infinity where nothing waits for that.
   */
  readonly turnsEvery: number;
  /** Steps that ran without replay since this was last called, and why: a sentence each. */
  readonly takeNotes: () => ReadonlyArray<string>;
  /** Tensors alive, to find leaks. */
  readonly tensors: () => number;
  /** Bytes of memory that its tensors take; on `wasm` the most that it ever took, which never falls. */
  readonly bytes: () => number;
  /** The most bytes of tensors that it can hold. */
  readonly capacity: number;
}

export interface EngineKind {
  /** Rejects with `EngineUnavailable` where this machine lacks what it needs. */
  readonly open: () => Promise<Engine>;
}

export type EngineName = keyof typeof engines;

export const isEngineName = (name: string): name is EngineName => Object.hasOwn(engines, name);

/** Of an engine's full name (`wasm-fma`) that in the catalog (`wasm`). */
export const catalogName = (name: string): string => name.split("-")[0]!;

/**
 * Loads an engine and makes it the current one: new tensors are its own. A process uses one at a time. `name` is its
 * name in the catalog, or a full name, which the machine then must meet. Rejects where the engine is unknown or cannot
 * be loaded.
 */
export const openEngine = async (name: string): Promise<Engine> => {
  const inCatalog = catalogName(name);
  if (!isEngineName(inCatalog)) {
    throw new Error(`expected an engine among ${Object.keys(engines).join(", ")}, received ${name}`);
  }
  const kind: EngineKind = engines[inCatalog];
  const engine = await kind.open();
  if (name === inCatalog || name === engine.name) return engine;
  throw new Error(`expected the engine ${name}, but here it is ${engine.name}, which rounds differently`);
};
