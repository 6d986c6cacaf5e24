import { mul } from "@tensorflow/tfjs-core";
import type { Fault } from "./Fault.ts";

export const summedLoss: Fault = {
  description: "the loss is summed over the batch",
  wiring: (wiring) => ({
    ...wiring,
    batchLoss: (outputs, targets) => mul(wiring.batchLoss(outputs, targets), outputs.shape[0] ?? 1),
  }),
  expected: ["SAN002", "SAN001"],
  consequences: ["SAN001", "SAN004", "SAN007"],
};
