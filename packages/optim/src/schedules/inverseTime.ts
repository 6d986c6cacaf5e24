import * as Schema from "effect/Schema";
import { elapsed, per, type Schedule } from "../Schedule.ts";

const config = Schema.Struct({
  decay: Schema.Finite.check(Schema.isGreaterThan(0)).annotate({
    description: "k in η₀ / (1 + k t), for t in epochs (or iterations, see per); above 0.",
  }),
  per,
}).annotate({ description: "The learning rate falls as 1 / (1 + k t)." });

/** η = η₀ / (1 + k t): "1/t decay" (cs231n, "Annealing the learning rate"). */
export const inverseTime: Schedule<typeof config.Type> = {
  config,
  needsHorizon: false,
  rate: ({ decay, per: unit }, baseRate, progress) => baseRate / (1 + decay * elapsed(unit, progress)),
};
