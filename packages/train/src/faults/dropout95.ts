import type { Fault } from "./Fault.ts";
import { networks } from "./networks.ts";

export const dropout95: Fault = {
  description: "dropout of .95 before the last layer",
  patches: (network) => [
    {
      path: "model.layers",
      value: [
        ...networks[network].layers.slice(0, -1),
        { dropout: { rate: 0.95 } },
        networks[network].layers.at(-1) ?? null,
      ],
    },
  ],
  expected: ["DRP001"],
  consequences: [
    "ACT001",
    "GRD001",
    "LOS001",
    "LOS007",
    "LOS002",
    "FIT003",
    "FIT005",
    "FIT007",
    "LR001",
    "LR005",
    "UPD002",
    "LR002",
    "LR003",
  ],
};
