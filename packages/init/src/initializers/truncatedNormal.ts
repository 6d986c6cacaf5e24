import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import type { Initializer } from "../Initializer.ts";
import { shapeSize } from "../shapeSize.ts";
import { truncatedNormals } from "../truncatedNormals.ts";

const config = Schema.Struct({
  mean: Schema.Finite.annotate({ description: "Mean.", default: 0 }).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed(0)),
  ),
  std: Schema.Finite.check(Schema.isGreaterThan(0))
    .annotate({
      description: "Standard deviation before the cut, above 0; after it, 0.8796 of this.",
      default: 0.01,
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0.01))),
}).annotate({ description: "Normal without what lies beyond two standard deviations." });

/**
 * N(mean, std²) given that |w − mean| ≤ 2 std: no outliers at the start. Its variance is std² (1 − 4φ(2) / (2Φ(2) −
 * 1)) = 0.77374 std², its standard deviation 0.87963 std. As Keras' TruncatedNormal; torch.nn.init.trunc_normal_
 * cuts at absolute values instead.
 */
export const truncatedNormal: Initializer<typeof config.Type> = {
  config,
  sample: (shape, { mean, std }, draws) =>
    truncatedNormals(shapeSize(shape), draws).map((draw) => mean + std * draw),
};
