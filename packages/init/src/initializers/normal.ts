import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import type { Initializer } from "../Initializer.ts";
import { normalWithVariance } from "../withVariance.ts";

const config = Schema.Struct({
  std: Schema.Finite.check(Schema.isGreaterThan(0))
    .annotate({ description: "Standard deviation, above 0.", default: 0.01 })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0.01))),
}).annotate({ description: "Normal with mean 0 and the same standard deviation for every layer." });

/**
 * N(0, std²), the same for every layer: "small random numbers" (cs231n, `0.01 * randn`). The signal of a deep
 * network vanishes or explodes with it, since the layers' widths are not considered.
 */
export const normal: Initializer<typeof config.Type> = {
  config,
  sample: (shape, { std }, draws) => normalWithVariance(shape, std ** 2, draws),
};
