import { grid } from "./samplers/grid.ts";
import { random } from "./samplers/random.ts";

export const samplers = { random, grid };
