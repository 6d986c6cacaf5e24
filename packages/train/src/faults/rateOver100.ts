import type { Fault } from "./Fault.ts";
import { ratePatch } from "./trainPatches.ts";

export const rateOver100: Fault = {
  description: "the learning rate over 100",
  patches: (network) => [ratePatch(network, 0.01)],
  expected: ["LR001", "UPD001"],
  consequences: ["UPD001", "LOS001", "FIT005", "FIT003", "FIT007", "WGT004"],
};
