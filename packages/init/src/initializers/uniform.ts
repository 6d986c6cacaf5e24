import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import type { Initializer } from "../Initializer.ts";
import { uniformWithVariance } from "../withVariance.ts";

const config = Schema.Struct({
  limit: Schema.Finite.check(Schema.isGreaterThan(0))
    .annotate({ description: "Half the width: values lie in [-limit, limit). Above 0.", default: 0.05 })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0.05))),
}).annotate({ description: "Uniform around 0, with the same limit for every layer." });

/** U(−limit, limit), the same for every layer; variance limit²/3. The default limit is Keras'. */
export const uniform: Initializer<typeof config.Type> = {
  config,
  sample: (shape, { limit }, draws) => uniformWithVariance(shape, limit ** 2 / 3, draws),
};
