/** A loop on an engine that runs each operation as it comes. */
import { dispose, type Tensor, tensor } from "@tensorflow/tfjs-core";
import {
  type Carried,
  type Fed,
  type Iteration,
  type Loop,
  type LoopStart,
  type Numbers,
  oneNumber,
} from "../Loop.ts";
import { runEagerly } from "./runEagerly.ts";
import { byName, leaves } from "./tensorTree.ts";

interface Input {
  readonly dtype: keyof Numbers;
  readonly shape: ReadonlyArray<number>;
  readonly data: Float32Array | Int32Array;
}

export const eagerLoop = <C extends Carried, F extends Fed>({ name, carried }: LoopStart<C>): Loop<C, F> => {
  const inputs = new Map<string, Input>();
  let now = carried;
  let before: { readonly carried: C; readonly fed: F } | undefined;
  const forget = (): void => {
    if (before === undefined) return;
    dispose(leaves(before.fed) as Tensor[]);
    if (before.carried !== now) dispose(leaves(before.carried) as Tensor[]);
    before = undefined;
  };
  return {
    feed: <D extends keyof Numbers>(input: string, dtype: D, shape: ReadonlyArray<number>) => {
      const size = shape.reduce((product, length) => product * length, 1);
      const data = dtype === "float32" ? new Float32Array(size) : new Int32Array(size);
      inputs.set(input, { dtype, shape, data });
      return data as Numbers[D]; // of this type
    },
    run: (step: Iteration<C, F>) => {
      forget();
      const made = [...inputs].map(([key, { data, shape, dtype }]) => [key, tensor(data, [...shape], dtype)]);
      const fed = Object.fromEntries(made) as F; // the caller has fed each of its names
      before = { carried: now, fed };
      const outputs = runEagerly([...leaves(now), ...leaves(fed)], () => step(now, fed), name);
      now = outputs.carried;
      const figures = byName(outputs.metrics).map(([key, value]) => [
        key,
        oneNumber(name, key, value.dataSync()),
      ]);
      dispose(outputs.metrics);
      return Object.fromEntries(figures);
    },
    before: () => {
      if (before === undefined) throw new Error(`${name}: there was no iteration yet`);
      return before;
    },
    end: () => {
      forget();
      return now;
    },
  };
};
