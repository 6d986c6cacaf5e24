import type { Json } from "@attune/core";
import type { Fault } from "./Fault.ts";

/** All weights start at one value: units of a layer stay twins. */
export const equalWeights = (value: Json, description: string): Fault => ({
  description,
  patches: () => [{ path: "steps.init.with.weights", value }],
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
});
