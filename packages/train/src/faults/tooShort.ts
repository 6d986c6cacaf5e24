import type { Fault } from "./Fault.ts";
import { trainPatch } from "./trainPatches.ts";

export const tooShort: Fault = {
  description: "one epoch where five are needed",
  patches: () => [trainPatch("epochs", 1)],
  expected: ["FIT005"],
  consequences: ["LR001", "UPD001", "LOS001"],
};
