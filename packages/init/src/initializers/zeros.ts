import { noSettings } from "@attune/nn";
import type { Initializer } from "../Initializer.ts";
import { shapeSize } from "../shapeSize.ts";

/** All 0: for biases. Weights of 0 make all units of a layer equal for ever. */
export const zeros: Initializer<typeof noSettings.Type> = {
  config: noSettings.annotate({ description: "All 0: for biases." }),
  sample: (shape) => new Float32Array(shapeSize(shape)),
};
