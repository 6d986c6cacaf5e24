import type { Fault } from "./Fault.ts";
import { rawNumbers } from "./rawNumbers.ts";

export const unscaledInput: Fault = {
  description: "bytes of 0 to 255 as inputs",
  patches: () => [{ path: "data.normalize", value: "none" }],
  dataset: (dataset) =>
    rawNumbers(dataset, (features) =>
      features.forEach((value, at) => {
        features[at] = value * 255;
      }),
    ),
  expected: ["DAT001", "INI004"],
  consequences: [
    "INI004",
    "INI008",
    "SAN001",
    "ACT002",
    "ACT003",
    "LR001",
    "LR002",
    "LR003",
    "LR004",
    "LOS001",
    "LOS002",
    "LOS003",
    "LOS007",
    "FIT001",
    "FIT003",
    "FIT005",
    "UPD001",
    "UPD002",
    "NUM001",
    "GRD001",
    "GRD002",
    "SAN004",
    "SAN005",
    "INI007",
  ],
};
