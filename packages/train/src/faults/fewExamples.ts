import type { Fault } from "./Fault.ts";
import { trainPatch } from "./trainPatches.ts";

export const fewExamples: Fault = {
  description: "200 of the training examples, learned by heart",
  patches: () => [
    { path: "data.fraction", value: 0.04 },
    trainPatch("epochs", 12),
    trainPatch("batch_size", 16),
  ],
  expected: ["FIT001", "FIT002"],
  consequences: ["FIT004", "FIT006", "LOS007"],
};
