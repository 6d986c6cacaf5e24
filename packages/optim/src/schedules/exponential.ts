import * as Schema from "effect/Schema";
import { elapsed, per, type Schedule } from "../Schedule.ts";

const config = Schema.Struct({
  decay: Schema.Finite.check(Schema.isGreaterThan(0), Schema.isLessThanOrEqualTo(1)).annotate({
    description: "What the rate is multiplied by each epoch (or iteration, see per), above 0 and at most 1.",
  }),
  per,
}).annotate({ description: "The learning rate is multiplied by the same factor every epoch." });

/** η = η₀ · decayᵗ (PyTorch's ExponentialLR). cs231n writes η₀ e^(−kt): decay = e^(−k). */
export const exponential: Schedule<typeof config.Type> = {
  config,
  needsHorizon: false,
  rate: ({ decay, per: unit }, baseRate, progress) => baseRate * decay ** elapsed(unit, progress),
};
