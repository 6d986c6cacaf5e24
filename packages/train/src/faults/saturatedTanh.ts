import type { Fault } from "./Fault.ts";

export const saturatedTanh: Fault = {
  description: "tanh layers whose weights have a deviation of 1",
  networks: ["mlp"],
  patches: () => [
    {
      path: "model.layers",
      value: [
        "flatten",
        { dense: { units: 48, activation: "tanh" } },
        { dense: { units: 32, activation: "tanh" } },
        { dense: { units: 10 } },
      ],
    },
    { path: "steps.init.with.weights", value: { normal: { std: 1 } } },
  ],
  expected: ["INI007", "ACT002"],
  consequences: [
    "INI004",
    "INI008",
    "SAN001",
    "LOS001",
    "LR001",
    "LR003",
    "FIT001",
    "FIT003",
    "FIT005",
    "UPD001",
  ],
};
