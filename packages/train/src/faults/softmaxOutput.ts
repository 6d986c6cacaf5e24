import type { Fault } from "./Fault.ts";
import { lastActivation } from "./lastActivation.ts";

export const softmaxOutput: Fault = {
  description: "softmax before a loss that takes logits",
  patches: (network) => [lastActivation(network, "softmax")],
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
