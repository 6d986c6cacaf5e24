import type { ParamShape } from "@attune/nn";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";

/** Settings of the He initializers. */
export const heConfig = Schema.Struct({
  fan: Schema.Literals(["in", "out"])
    .annotate({
      description: "in keeps the variance of the signal, out that of the gradient.",
      default: "in",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("in"))),
});
export type HeConfig = typeof heConfig.Type;

/**
 * Var(w) = 2 / fan, which makes up for the half of the signal that ReLU cuts off. Fan in: He et al. 2015, "Delving
 * Deep into Rectifiers", eq. 10; fan out: eq. 14. The gain is ReLU's, whatever activation follows.
 */
export const heVariance = ({ fanIn, fanOut }: ParamShape, { fan }: HeConfig): number =>
  2 / (fan === "in" ? fanIn : fanOut);
