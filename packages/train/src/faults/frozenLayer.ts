import { changeParams } from "./changeParams.ts";
import type { Fault } from "./Fault.ts";
import { stopped } from "./stopped.ts";

export const frozenLayer: Fault = {
  description: "the first weights get no gradient",
  wiring: (wiring) =>
    changeParams(wiring, (name, value) =>
      name === Object.keys(wiring.model.paramShapes)[0] ? stopped(value) : value,
    ),
  expected: ["SAN009"],
  consequences: ["SAN007", "SAN004"],
};
