import type { Fault } from "./Fault.ts";
import { trainPatch } from "./trainPatches.ts";

export const deepSigmoid: Fault = {
  description: "ten sigmoid layers",
  networks: ["mlp"],
  patches: () => [
    {
      path: "model.layers",
      value: [
        "flatten",
        ...Array.from({ length: 10 }, () => ({ dense: { units: 32, activation: "sigmoid" } })),
        { dense: { units: 10 } },
      ],
    },
    { path: "steps.init.with.weights", value: "xavier_normal" },
    trainPatch("optimizer", { sgd: { learning_rate: 0.05 } }),
  ],
  expected: ["INI003", "GRD001", "SAN005", "SAN004"],
  consequences: [
    "INI002",
    "INI003",
    "INI008",
    "ACT002",
    "ACT003",
    "LOS001",
    "FIT007",
    "FIT003",
    "UPD001",
    "LR001",
    "SAN004",
    "SAN005",
    "INI007",
  ],
};
