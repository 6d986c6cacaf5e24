import type { Tensor } from "@tensorflow/tfjs-core";
import type { Wiring } from "../Check.ts";

/** A wiring whose model computes with other params than those it is given. */
export const changeParams = (wiring: Wiring, change: (name: string, value: Tensor) => Tensor): Wiring => ({
  ...wiring,
  model: {
    ...wiring.model,
    apply: (params, inputs, mode) =>
      wiring.model.apply(
        Object.fromEntries(Object.entries(params).map(([name, value]) => [name, change(name, value)])),
        inputs,
        mode,
      ),
  },
});
