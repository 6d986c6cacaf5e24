import type { Fault } from "./Fault.ts";
import { narrow } from "./narrow.ts";

export const tooSmall: Fault = {
  description: "one hidden unit or filter",
  patches: (network) => [
    { path: "model.layers", value: narrow[network] },
    { path: "steps.train.with.epochs", value: 12 },
  ],
  expected: ["FIT003", "SAN004"],
  consequences: [
    "SAN001",
    "SAN005",
    "SAN009",
    "ACT001",
    "ACT004",
    "LOS001",
    "LR001",
    "LR002",
    "FIT005",
    "UPD001",
    "FIT007",
    "INI003",
    "INI008",
    "INI004",
    "LR003",
    "UPD002",
  ],
};
