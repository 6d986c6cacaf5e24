/** Patches to the settings of the step `train`, for any network. */
import type { Json, Patch } from "@attune/core";
import { type NetworkName, networks } from "./networks.ts";

export const trainPatch = (key: string, value: Json): Patch => ({ path: `steps.train.with.${key}`, value });

/** Adam's rate of the network's experiment, times `factor`. */
export const ratePatch = (network: NetworkName, factor: number): Patch =>
  trainPatch("optimizer.adam.learning_rate", networks[network].rate * factor);
