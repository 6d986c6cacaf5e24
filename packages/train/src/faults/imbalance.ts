import { pickRows } from "../pickRows.ts";
import type { Fault } from "./Fault.ts";
import { trainPatch } from "./trainPatches.ts";

const LARGEST = 1;
const TIMES = 50;

/** Every example of one class, and of each other a fiftieth as many. */
const skewed = (labels: Int32Array): ReadonlyArray<number> => {
  const few = Math.round(labels.filter((label) => label === LARGEST).length / TIMES);
  const seen = new Map<number, number>();
  return [...labels].flatMap((label, row) => {
    const count = seen.get(label) ?? 0;
    seen.set(label, count + 1);
    return label === LARGEST || count < few ? [row] : [];
  });
};

export const imbalance: Fault = {
  description: "in training one class has 50 times the examples of each other",
  patches: () => [trainPatch("epochs", 20)],
  slices: (data) => ({
    ...data,
    train: pickRows(data.train, skewed(data.train.labels ?? new Int32Array(0))),
  }),
  expected: ["DAT003"],
  consequences: [
    "INI005",
    "FIT001",
    "FIT002",
    "FIT003",
    "FIT005",
    "FIT007",
    "LOS001",
    "LOS007",
    "LR001",
    "SAN001",
    "SAN005",
    "SAN014",
  ],
};
