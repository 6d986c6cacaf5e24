import type { Fault } from "./Fault.ts";

export const hugeWeights: Fault = {
  description: "weights of deviation 1",
  patches: () => [{ path: "steps.init.with.weights", value: { normal: { std: 1 } } }],
  expected: ["INI004", "SAN001", "INI002"],
  consequences: [
    "INI002",
    "INI007",
    "INI008",
    "ACT002",
    "ACT003",
    "SAN001",
    "LR002",
    "LR003",
    "LOS001",
    "FIT001",
    "FIT003",
    "FIT005",
    "LR001",
    "UPD001",
    "GRD002",
    "SAN004",
    "SAN005",
    "LOS007",
  ],
};
