/** Schema of `model:`, and what can be told from it alone. */
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { type Choice, oneOf } from "./Choice.ts";
import { losses } from "./catalog.ts";
import { type LayerChoice, layerChoice } from "./layerChoice.ts";
import { branchOf } from "./layers/residual.ts";
import { memberOf } from "./memberOf.ts";
import { quietLayers } from "./stackLayers.ts";
import { UserPath, UserWith } from "./userPath.ts";

/** A network of layers. */
export interface LayersConfig {
  readonly layers: ReadonlyArray<LayerChoice>;
  readonly loss: Choice<typeof losses>;
}

/** A network of the user's own. */
export interface UserModelConfig {
  readonly uses: string;
  readonly with: Readonly<Record<string, Schema.Json>>;
  readonly loss: Choice<typeof losses>;
}

export type ModelConfig = LayersConfig | UserModelConfig;

const loss = oneOf(losses).annotate({ description: "What training makes small." });

const layersMember = Schema.Struct({
  layers: Schema.Array(layerChoice())
    .check(Schema.isMinLength(1))
    .annotate({ description: "Layers from input to output, at least one." }),
  loss,
});

const userMember = Schema.Struct({
  uses: UserPath.annotate({
    description: "Path of your module, ./models/x.ts, whose default export is a UserModel.",
  }),
  with: UserWith.annotate({ description: "Settings for your module.", default: {} }).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed({})),
  ),
  loss,
}).annotate({ description: "A network of your own: a TypeScript module." });

export const ModelConfig = memberOf([layersMember, userMember], (value) =>
  typeof value === "object" && value !== null && "uses" in value ? userMember : layersMember,
) as Schema.Codec<ModelConfig, unknown>; // the members decode to nothing else

/**
 * The same model with every noise rate 0: what checks of the bare network look at. The noise of a user's model is
 * not known here: `buildModel` can leave it out.
 */
export const withoutNoise = (config: ModelConfig): ModelConfig => {
  if ("uses" in config) return config;
  return { ...config, layers: quietLayers(config.layers) };
};

/** What `package` exports as `name`. */
export interface RowReference {
  readonly package: string;
  readonly name: string;
}

const exportName = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

const namesOf = (choice: Readonly<Record<string, unknown>>): ReadonlyArray<string> => Object.keys(choice);

/** The activation that a layer's settings choose, if they do; that of simple_rnn is a word, and within its own code. */
const activationsIn = (settings: unknown): ReadonlyArray<string> => {
  const { activation } = Object(settings);
  return typeof activation === "string" ? [] : namesOf(Object(activation));
};

const layerNames = (layers: ReadonlyArray<LayerChoice>): ReadonlyArray<string> =>
  layers.flatMap(({ activation, residual, ...others }) => [
    ...(residual === undefined ? [] : ["residual", ...layerNames(branchOf(residual))]),
    ...Object.entries(others).flatMap(([name, settings]) => [name, ...activationsIn(settings)]),
    ...(activation === undefined ? [] : ["activation", ...namesOf(activation)]),
  ]);

/** What the model uses (layers, activations, loss; the user's module), each once, sorted by name. */
export const modelRows = (config: ModelConfig): ReadonlyArray<RowReference> => {
  const names = [...("uses" in config ? [] : layerNames(config.layers)), ...namesOf(config.loss)];
  const rows = [...new Set(names)]
    .map((name) => ({ package: "@attune/nn", name: exportName(name) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return "uses" in config ? [...rows, { package: config.uses, name: "default" }] : rows;
};
