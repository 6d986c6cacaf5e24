import { add, mean, mul } from "@tensorflow/tfjs-core";
import { changeOutputs } from "./changeOutputs.ts";
import type { Fault } from "./Fault.ts";

export const batchLeak: Fault = {
  description: "outputs have the mean over the batch in them",
  wiring: (wiring) => changeOutputs(wiring, (outputs) => add(outputs, mul(mean(outputs, 0, true), 0.5))),
  expected: ["SAN006"],
  consequences: ["SAN014", "SAN010", "SAN001"],
};
