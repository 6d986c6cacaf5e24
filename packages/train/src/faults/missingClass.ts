import type { Fault } from "./Fault.ts";
import { pickExamples } from "./pickExamples.ts";

export const missingClass: Fault = {
  description: "two of the ten classes have no example",
  dataset: (dataset) => {
    const { target } = dataset;
    if (target.kind !== "classes") return dataset;
    return pickExamples(
      dataset,
      [...target.labels].flatMap((label, row) => (label < 8 ? [row] : [])),
    );
  },
  expected: ["DAT008"],
  consequences: ["DAT003", "INI005", "SAN001"],
};
