import type { Fault } from "./Fault.ts";
import { trainPatch } from "./trainPatches.ts";

export const fewRows: Fault = {
  description: "300 training examples are all there are, and nothing regularises",
  patches: () => [
    { path: "data.split", value: { train: 300, validation: 1000, test: 500 } },
    trainPatch("epochs", 20),
    trainPatch("batch_size", 16),
  ],
  expected: ["FIT001", "FIT002"],
  consequences: ["FIT004", "FIT006", "LOS007"],
};
