import { permutation, stream } from "@attune/nn";
import type { Fault } from "./Fault.ts";
import { pickExamples } from "./pickExamples.ts";

export const imbalance: Fault = {
  description: "one class has 50 times the examples of each other",
  dataset: (dataset, seed) => {
    const { target } = dataset;
    if (target.kind !== "classes") return dataset;
    const order = [...permutation(stream(seed, "faults/imbalance"), dataset.examples)];
    const most = order.filter((row) => target.labels[row] === 1);
    const rest = target.names.flatMap((_, k) =>
      k === 1 ? [] : order.filter((row) => target.labels[row] === k).slice(0, Math.round(most.length / 50)),
    );
    return pickExamples(dataset, [...most, ...rest]);
  },
  patches: () => [{ path: "data.split", value: { train: 0.7, validation: 0.2, test: 0.1, stratify: true } }],
  expected: ["DAT003"],
  consequences: [
    "INI005",
    "FIT007",
    "FIT008",
    "LOS001",
    "LR001",
    "FIT005",
    "FIT003",
    "SAN005",
    "SAN014",
    "FIT001",
    "FIT002",
    "LOS005",
    "DAT006",
    "LOS007",
    "DAT008",
    "SAN001",
  ],
};
