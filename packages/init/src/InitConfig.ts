/** Schema of how a model's tensors are filled: `{ weights: he_normal, biases: zeros }`. */
import { type Choice, oneOf, type RowReference } from "@attune/nn";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { initializers } from "./catalog.ts";

type Initializers = Choice<typeof initializers>;

export interface InitConfig {
  readonly weights: Initializers;
  readonly biases: Initializers;
  /** What becomes of the output layer's weights; `scaled` if absent. */
  readonly head?: "scaled" | "small" | "as_is";
  /** First values of the output layer's bias; those of `biases` if absent. */
  readonly outputBias?: "zeros" | "from_prior";
  /** Other initializers for single layers, by pattern: `initializerOf` says which holds. */
  readonly layers?: Readonly<
    Record<string, { readonly weights?: Initializers; readonly biases?: Initializers }>
  >;
}

const initializer = (description: string) =>
  oneOf(initializers).annotate({ title: "initializer", description });

const override = Schema.Struct({
  weights: Schema.optionalKey(initializer("Initializer of these layers' weights.")),
  biases: Schema.optionalKey(initializer("Initializer of these layers' biases.")),
}).annotate({ title: "layer_initializers", description: "Initializers of some layers." });

/** The settings, for a step that has more of them. */
export const initFields = {
  weights: initializer("Initializer of the weights.")
    .annotate({ default: { he_normal: { fan: "in" } } })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("he_normal"))),
  biases: initializer("Initializer of the biases.")
    .annotate({ default: { zeros: {} } })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("zeros"))),
  head: Schema.optionalKey(
    Schema.Literals(["scaled", "small", "as_is"]).annotate({
      description:
        "The output layer's weights: scaled like any other layer's, which only lsuv does; small, times 0.01, so that the first loss is that of guessing; as_is, which lsuv does not scale.",
      default: "scaled",
    }),
  ),
  outputBias: Schema.optionalKey(
    Schema.Literals(["zeros", "from_prior"]).annotate({
      description:
        "The output layer's bias: zeros, or from_prior, the logarithm of each class's share in training (of two classes by one output ln (p/(1-p)), of a value its mean). As biases if absent; an override under layers goes first.",
    }),
  ),
  layers: Schema.optionalKey(
    Schema.Record(Schema.String, override).annotate({
      description:
        "Other initializers for some layers, by pattern: layers.2 is a layer with all in it, * any run of characters but the dot. Where several match, the longest goes first.",
    }),
  ),
};

/** Names in YAML of those that have another. */
export const initKeys = { outputBias: "output_bias" } as const;

export const InitConfig: Schema.Codec<InitConfig, unknown> = Schema.Struct(initFields)
  .pipe(Schema.encodeKeys(initKeys))
  .annotate({ description: "Gives the weights their first values." });

const exportName = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Exports of this package that the settings name, each once, sorted. */
export const initRows = ({ weights, biases, layers = {} }: InitConfig): ReadonlyArray<RowReference> => {
  const overrides = Object.values(layers).flatMap((own) => [own.weights ?? {}, own.biases ?? {}]);
  return [...new Set([weights, biases, ...overrides].flatMap((choice) => Object.keys(choice)))]
    .map((name) => ({ package: "@attune/init", name: exportName(name) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
};
