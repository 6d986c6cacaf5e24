/** Schema of how a model's tensors are filled: `{ weights: he_normal, biases: zeros }`. */
import { type Choice, oneOf, type RowReference } from "@attune/nn";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { initializers } from "./catalog.ts";

export interface InitConfig {
  readonly weights: Choice<typeof initializers>;
  readonly biases: Choice<typeof initializers>;
}

export const InitConfig: Schema.Codec<InitConfig, unknown> = Schema.Struct({
  weights: oneOf(initializers)
    .annotate({
      title: "initializer",
      description: "Initializer of the weights.",
      default: { he_normal: { fan: "in" } },
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("he_normal"))),
  biases: oneOf(initializers)
    .annotate({ title: "initializer", description: "Initializer of the biases.", default: { zeros: {} } })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("zeros"))),
}).annotate({ description: "Gives the weights their first values." });

const exportName = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Exports of this package that the settings name, each once, sorted. */
export const initRows = ({ weights, biases }: InitConfig): ReadonlyArray<RowReference> =>
  [...new Set([weights, biases].flatMap((choice) => Object.keys(choice)))]
    .map((name) => ({ package: "@attune/init", name: exportName(name) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
