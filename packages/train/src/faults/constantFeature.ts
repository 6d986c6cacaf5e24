import type { Fault } from "./Fault.ts";
import { rawNumbers } from "./rawNumbers.ts";

export const constantFeature: Fault = {
  description: "a column of a table that is the same everywhere",
  networks: ["table"],
  dataset: (dataset) =>
    rawNumbers(dataset, (features) => {
      for (let at = 0; at < features.length; at += 16) features[at] = 0.5;
    }),
  expected: ["DAT002"],
  consequences: [],
};
