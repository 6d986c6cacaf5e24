import type { Fault } from "./Fault.ts";

export const zeroWeights: Fault = {
  description: "all weights start at 0",
  patches: () => [{ path: "steps.init.with.weights", value: "zeros" }],
  expected: ["INI001"],
  consequences: [
    "INI002",
    "INI003",
    "ACT003",
    "ACT004",
    "WGT002",
    "SAN004",
    "SAN005",
    "SAN009",
    "LOS001",
    "FIT007",
    "GRD001",
    "UPD003",
  ],
};
