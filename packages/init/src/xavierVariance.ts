import type { ParamShape } from "@attune/nn";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { gainOf, gainSetting } from "./gain.ts";

/** Settings of the Xavier initializers. */
export const xavierConfig = Schema.Struct({
  fan: Schema.Literals(["average", "in"])
    .annotate({
      description: "average: variance 2 / (fan_in + fan_out); in: 1 / fan_in, which only looks forward.",
      default: "average",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("average"))),
  gain: gainSetting,
});
export type XavierConfig = typeof xavierConfig.Type;

/**
 * Var(w) that keeps the variance of the signal through a linear layer, or one whose activation has slope 1 at 0;
 * times gain².
 *
 * `average`: 2 / (fan_in + fan_out), a compromise between forward and backward: Glorot & Bengio 2010,
 * "Understanding the difficulty of training deep feedforward neural networks", eq. 12. `in`: 1 / fan_in, the form of
 * cs231n ("Weight Initialization"), also called LeCun's.
 */
export const xavierVariance = ({ fanIn, fanOut }: ParamShape, { fan, gain }: XavierConfig): number =>
  gainOf(gain) ** 2 * (fan === "in" ? 1 / fanIn : 2 / (fanIn + fanOut));
