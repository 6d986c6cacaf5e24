import { noSettings } from "@attune/nn";
import type { Initializer } from "../Initializer.ts";
import { shapeSize } from "../shapeSize.ts";

/** All 1: for scales that multiply. As weights, all units of a layer stay equal for ever. */
export const ones: Initializer<typeof noSettings.Type> = {
  config: noSettings.annotate({ description: "All 1: for scales." }),
  sample: (shape) => new Float32Array(shapeSize(shape)).fill(1),
};
