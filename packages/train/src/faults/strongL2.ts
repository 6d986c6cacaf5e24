import type { Fault } from "./Fault.ts";
import { trainPatch } from "./trainPatches.ts";

export const strongL2: Fault = {
  description: "L2 of .5",
  patches: () => [trainPatch("l2", 0.5)],
  expected: ["LOS006"],
  consequences: [
    "LOS001",
    "FIT003",
    "FIT007",
    "LR002",
    "LR003",
    "LOS002",
    "WGT002",
    "ACT001",
    "ACT004",
    "GRD001",
    "UPD002",
    "UPD003",
    "FIT006",
    "LOS004",
    "ACT002",
  ],
};
