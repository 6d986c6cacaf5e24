import type { Fault } from "./Fault.ts";
import { ratePatch } from "./trainPatches.ts";

export const rateTimes100: Fault = {
  description: "the learning rate times 100",
  patches: (network) => [ratePatch(network, 100)],
  expected: ["LR003", "LOS003", "NUM001"],
  consequences: [
    "NUM001",
    "LOS003",
    "UPD002",
    "WGT001",
    "ACT001",
    "ACT002",
    "ACT004",
    "LOS001",
    "LOS002",
    "LOS004",
    "LOS007",
    "LR002",
    "LR004",
    "LR005",
    "FIT003",
    "FIT006",
    "FIT007",
    "GRD001",
    "GRD002",
    "UPD003",
    "WGT003",
    "WGT004",
  ],
};
