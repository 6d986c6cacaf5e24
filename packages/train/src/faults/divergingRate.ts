import type { Fault } from "./Fault.ts";
import { trainPatch } from "./trainPatches.ts";

export const divergingRate: Fault = {
  description: "plain gradient descent at a rate of 10",
  networks: ["mlp", "cnn"],
  patches: () => [trainPatch("optimizer", { sgd: { learning_rate: 10 } })],
  expected: ["LOS003", "NUM001", "LR003"],
  consequences: [
    "UPD002",
    "WGT001",
    "ACT001",
    "ACT004",
    "LOS001",
    "LOS002",
    "LOS004",
    "LR002",
    "LR004",
    "FIT003",
    "FIT007",
    "GRD001",
    "GRD002",
    "UPD003",
  ],
};
