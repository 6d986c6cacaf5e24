import { neg } from "@tensorflow/tfjs-core";
import type { Fault } from "./Fault.ts";

export const flippedLoss: Fault = {
  description: "the sign of the loss is flipped",
  wiring: (wiring) => ({
    ...wiring,
    batchLoss: (outputs, targets) => neg(wiring.batchLoss(outputs, targets)),
  }),
  expected: ["SAN001"],
  consequences: ["SAN004", "SAN005", "SAN010"],
};
