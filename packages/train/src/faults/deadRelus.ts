import type { Fault } from "./Fault.ts";

export const deadRelus: Fault = {
  description: "biases start at −20",
  networks: ["mlp", "cnn"],
  patches: () => [{ path: "steps.init.with.biases", value: { constant: { value: -20 } } }],
  expected: ["SAN009", "ACT001", "SAN010"],
  consequences: [
    "INI002",
    "INI003",
    "INI008",
    "ACT003",
    "ACT004",
    "SAN004",
    "SAN005",
    "LOS001",
    "FIT007",
    "GRD001",
    "UPD001",
    "UPD003",
    "SAN001",
  ],
};
