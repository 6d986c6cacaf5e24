/** How much an initializer makes up for the activation that follows. */
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";

/** Standard deviation that a layer's weights want times that of a linear layer: torch.nn.init.calculate_gain. */
const gains = {
  linear: 1,
  sigmoid: 1,
  tanh: 5 / 3,
  relu: Math.sqrt(2),
  leaky_relu: Math.sqrt(2 / (1 + 0.01 ** 2)),
  selu: 3 / 4,
};

const names = ["linear", "sigmoid", "tanh", "relu", "leaky_relu", "selu"] as const satisfies ReadonlyArray<
  keyof typeof gains
>;

export type Gain = number | (typeof names)[number];

/** The setting `gain`: a number, or the name of an activation. Default 1. */
export const gainSetting = Schema.Union([
  Schema.Finite.check(Schema.isGreaterThan(0)),
  Schema.Literals(names),
])
  .annotate({
    description:
      "Factor of the standard deviation, above 0, or the activation that it makes up for: tanh is 5/3, relu √2, leaky_relu (slope 0.01) 1.414, selu 3/4, linear and sigmoid 1.",
    default: 1,
  })
  .pipe(Schema.withDecodingDefaultKey(Effect.succeed(1)));

/** The factor itself. */
export const gainOf = (gain: Gain): number => (typeof gain === "number" ? gain : gains[gain]);
