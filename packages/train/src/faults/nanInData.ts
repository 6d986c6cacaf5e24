import type { Fault } from "./Fault.ts";

export const nanInData: Fault = {
  description: "one input in a thousand examples is NaN",
  slices: (data) => ({
    ...data,
    train: {
      ...data.train,
      inputs: data.train.inputs.map((value, at) =>
        at % (1000 * (data.train.inputs.length / data.train.size)) ===
        300 % (data.train.inputs.length / data.train.size)
          ? Number.NaN
          : value,
      ),
    },
  }),
  expected: ["DAT005"],
  consequences: ["INI004", "NUM001", "SAN001", "SAN004", "SAN010"],
};
