import type { Fault } from "./Fault.ts";
import { trainPatch } from "./trainPatches.ts";

export const fewExamples: Fault = {
  description: "150 training examples, learned by heart",
  patches: () => [{ path: "data.fraction", value: 0.03 }, trainPatch("epochs", 60)],
  expected: ["FIT001", "FIT002"],
  consequences: ["FIT001", "FIT002", "FIT004", "FIT006", "LOS007"],
};
