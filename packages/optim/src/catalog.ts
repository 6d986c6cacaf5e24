/** Every optimizer and every schedule, under its name in YAML. */
import { adam } from "./optimizers/adam.ts";
import { momentum } from "./optimizers/momentum.ts";
import { sgd } from "./optimizers/sgd.ts";
import { constant } from "./schedules/constant.ts";
import { exponential } from "./schedules/exponential.ts";
import { inverseTime } from "./schedules/inverseTime.ts";
import { step } from "./schedules/step.ts";

export const optimizers = { sgd, momentum, adam };

export const schedules = { constant, step, exponential, inverse_time: inverseTime };
