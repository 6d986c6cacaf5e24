import type { Fault } from "./Fault.ts";
import { trainPatch } from "./trainPatches.ts";

export const earlyDecay: Fault = {
  description: "a decay that ends the learning after two epochs",
  patches: () => [trainPatch("schedule", { exponential: { decay: 0.1 } }), trainPatch("epochs", 8)],
  expected: ["LR007"],
  consequences: ["LR001", "FIT003", "LOS001", "FIT005", "UPD001"],
};
