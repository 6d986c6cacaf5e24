/** Schema of `model:`, and what can be told from it alone. */
import * as Schema from "effect/Schema";
import { type Choice, chosen, oneOf } from "./Choice.ts";
import { layers, losses } from "./catalog.ts";
import type { LayerKind } from "./Layer.ts";

export interface ModelConfig {
  readonly layers: ReadonlyArray<Choice<typeof layers>>;
  readonly loss: Choice<typeof losses>;
}

export const ModelConfig: Schema.Codec<ModelConfig, unknown> = Schema.Struct({
  layers: Schema.Array(oneOf(layers).annotate({ title: "layer" }))
    .check(Schema.isMinLength(1))
    .annotate({ description: "Layers from input to output, at least one." }),
  loss: oneOf(losses).annotate({ description: "What training makes small." }),
});

/** The same model with every noise rate 0: what checks of the bare network look at. */
export const withoutNoise = (config: ModelConfig): ModelConfig => ({
  ...config,
  layers: config.layers.map((choice) => {
    const { name, row, config: settings } = chosen(layers, choice);
    const kind: LayerKind = row;
    const quiet: Choice<typeof layers> = { [name]: kind.withoutNoise?.(settings) ?? settings };
    return quiet;
  }),
});

/** What `package` exports as `name`. */
export interface RowReference {
  readonly package: string;
  readonly name: string;
}

const exportName = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

const namesOf = (choice: Readonly<Record<string, unknown>>): ReadonlyArray<string> => Object.keys(choice);

/** Exports of this package that the model uses (layers, activations, loss), each once, sorted by name. */
export const modelRows = (config: ModelConfig): ReadonlyArray<RowReference> => {
  const names = config.layers.flatMap(({ dense, activation, ...others }) => [
    ...namesOf(others),
    ...(dense === undefined ? [] : ["dense", ...namesOf(dense.activation)]),
    ...(activation === undefined ? [] : ["activation", ...namesOf(activation)]),
  ]);
  return [...new Set([...names, ...namesOf(config.loss)])]
    .map((name) => ({ package: "@attune/nn", name: exportName(name) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
};
