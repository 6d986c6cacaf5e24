import { changeParams } from "./changeParams.ts";
import type { Fault } from "./Fault.ts";
import { stopped } from "./stopped.ts";

export const wrongGradient: Fault = {
  description: "the last weights' gradient is 1.2 times what it should be",
  wiring: (wiring) =>
    changeParams(wiring, (name, value) =>
      name === Object.keys(wiring.model.paramShapes).at(-2) ? stopped(value, 1.2) : value,
    ),
  expected: ["SAN007"],
  consequences: [],
};
