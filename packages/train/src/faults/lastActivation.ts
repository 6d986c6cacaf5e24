import type { Patch } from "@attune/core";
import { type NetworkName, networks } from "./networks.ts";

/** The network's outputs through an activation. */
export const lastActivation = (network: NetworkName, activation: string): Patch => ({
  path: "model.layers",
  value: [...networks[network].layers, { activation }],
});
