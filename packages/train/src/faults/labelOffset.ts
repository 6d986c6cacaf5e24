import { changeLabels } from "./changeLabels.ts";
import type { Fault } from "./Fault.ts";

export const labelOffset: Fault = {
  description: "labels count from 1",
  dataset: (dataset) => changeLabels(dataset, (labels) => labels.map((label) => label + 1)),
  expected: ["DAT008"],
  consequences: ["SAN001", "SAN002", "SAN004", "SAN010", "SAN005"],
};
