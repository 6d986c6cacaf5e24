import type { Fault } from "./Fault.ts";

export const deadRelus: Fault = {
  description: "hidden biases start at \u221220",
  networks: ["mlp", "cnn"],
  patches: (network) => [
    {
      path: "steps.init.with.layers",
      value: { [network === "mlp" ? "layers.1" : "layers.1"]: { biases: { constant: { value: -20 } } } },
    },
  ],
  expected: ["ACT001", "SAN009"],
  consequences: [
    "INI002",
    "INI003",
    "INI008",
    "ACT003",
    "ACT004",
    "SAN004",
    "SAN010",
    "SAN005",
    "LOS001",
    "FIT007",
    "GRD001",
    "UPD001",
    "UPD003",
    "SAN001",
  ],
};
