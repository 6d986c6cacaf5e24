import type { Fault } from "./Fault.ts";
import { trainPatch } from "./trainPatches.ts";

export const tinyWeights: Fault = {
  description: "weights of deviation .001, trained by plain gradient descent",
  patches: () => [
    { path: "steps.init.with.weights", value: { normal: { std: 0.001 } } },
    trainPatch("optimizer", { sgd: { learning_rate: 0.05 } }),
  ],
  expected: ["INI003", "INI002", "GRD001"],
  consequences: [
    "ACT001",
    "ACT003",
    "LOS001",
    "FIT007",
    "FIT003",
    "UPD001",
    "LR001",
    "SAN004",
    "SAN005",
    "WGT002",
    "FIT005",
    "GRD001",
    "UPD003",
  ],
};
