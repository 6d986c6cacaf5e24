import { permutation, stream } from "@attune/nn";
import { changeLabels } from "./changeLabels.ts";
import type { Fault } from "./Fault.ts";

export const shuffledLabels: Fault = {
  description: "labels in another order than their inputs",
  dataset: (dataset, seed) =>
    changeLabels(dataset, (labels) =>
      permutation(stream(seed, "faults/labels"), labels.length).map((row) => labels[row]!),
    ),
  expected: ["SAN005", "DAT006", "FIT007"],
  consequences: ["LOS001", "FIT001", "FIT002", "FIT003", "LR001", "SAN004", "GRD001", "UPD001"],
};
