import { random } from "./samplers/random.ts";

export const samplers = { random };
