import type { Fault } from "./Fault.ts";
import { networks } from "./networks.ts";

/** The network's outputs through an activation that the loss does not expect. */
export const outputActivation = (activation: string, description: string): Fault => ({
  description,
  patches: (network) => [{ path: "model.layers", value: [...networks[network].layers, { activation }] }],
  expected: ["SAN010"],
  consequences: [
    "SAN001",
    "SAN004",
    "SAN009",
    "ACT001",
    "LOS001",
    "LR001",
    "FIT003",
    "FIT005",
    "UPD001",
    "LR002",
  ],
});
