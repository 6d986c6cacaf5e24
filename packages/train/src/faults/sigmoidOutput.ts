import type { Fault } from "./Fault.ts";
import { lastActivation } from "./lastActivation.ts";

export const sigmoidOutput: Fault = {
  description: "sigmoid on the logits",
  patches: (network) => [lastActivation(network, "sigmoid")],
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
};
