import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { elapsed, per, type Schedule } from "../Schedule.ts";

const config = Schema.Struct({
  size: Schema.Int.check(Schema.isGreaterThan(0)).annotate({
    description: "Epochs (or iterations, see per) between two drops, at least 1.",
  }),
  factor: Schema.Finite.check(Schema.isGreaterThan(0), Schema.isLessThanOrEqualTo(1))
    .annotate({
      description: "What the rate is multiplied by at each drop, above 0 and at most 1.",
      default: 0.1,
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0.1))),
  per,
}).annotate({ description: "The learning rate drops by a factor every few epochs." });

/**
 * η = η₀ · factor^⌊t / size⌋ (PyTorch's StepLR). cs231n: half every 5 epochs, or a tenth every 20. The drop comes
 * with the update after `size` epochs; Keras' piecewise schedule drops one update later.
 */
export const step: Schedule<typeof config.Type> = {
  config,
  needsHorizon: false,
  rate: ({ size, factor, per: unit }, baseRate, progress) =>
    baseRate * factor ** Math.floor(elapsed(unit, progress) / size),
};
