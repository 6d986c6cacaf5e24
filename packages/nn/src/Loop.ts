/** Iterations of one step on what is carried from each to the next. */
import type { Tensor } from "@tensorflow/tfjs-core";
import type { TensorTree } from "./Engine.ts";

export type Carried = Readonly<Record<string, TensorTree>>;
export type Fed = Readonly<Record<string, Tensor>>;

/**
 * One iteration, a pure function of tensors: what is carried, of the same names and shapes, and figures, which are
 * scalars.
 */
export type Iteration<C extends Carried, F extends Fed> = (
  carried: C,
  fed: F,
) => { readonly carried: C; readonly metrics: Readonly<Record<string, Tensor>> };

export interface LoopStart<C extends Carried> {
  /** What the step is called in errors and notes. */
  readonly name: string;
  /** The loop owns these tensors until it ends. */
  readonly carried: C;
  /** Names in `carried` whose values before an iteration can be asked for after it. */
  readonly keep: ReadonlyArray<keyof C & string>;
}

/** The arrays that hold a tensor's numbers, by its type. */
export interface Numbers {
  readonly float32: Float32Array;
  readonly int32: Int32Array;
}

/** Fast because nothing is made anew: what is fed and carried stays where it is. */
export interface Loop<C extends Carried, F extends Fed> {
  /**
   * The memory of an input of the next iterations; what it held before may be gone. Write it at once: the next call
   * may move it.
   */
  readonly feed: <D extends keyof Numbers>(
    name: keyof F & string,
    dtype: D,
    shape: ReadonlyArray<number>,
  ) => Numbers[D];
  /** One iteration: its figures, sorted by name. Two steps may take turns. Throws as `Engine.compile` does. */
  readonly run: (step: Iteration<C, F>) => Readonly<Record<string, number>>;
  /** What the last iteration took in; of what is carried only what is kept has its values of then. The loop's own. */
  readonly before: () => { readonly carried: C; readonly fed: F };
  /** Gives back what is carried, the caller's again, and disposes all else. */
  readonly end: () => C;
}

export const oneNumber = (name: string, metric: string, values: ArrayLike<number>): number => {
  if (values.length === 1) return values[0]!;
  throw new Error(`${name}: the figure ${metric} has ${values.length} numbers, not one`);
};
