import type { Tensor } from "@tensorflow/tfjs-core";
import type { Wiring } from "../Check.ts";

/** A wiring whose model gives other outputs. */
export const changeOutputs = (wiring: Wiring, change: (outputs: Tensor) => Tensor): Wiring => ({
  ...wiring,
  model: { ...wiring.model, apply: (...given) => change(wiring.model.apply(...given)) },
});
