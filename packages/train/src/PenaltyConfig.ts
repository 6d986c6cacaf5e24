/** Settings of the penalties of a training: for all weights, and for those of some layers. */
import { bySpecificity, matchesLayer } from "@attune/init";
import type { ParamShapes } from "@attune/nn";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";

const kinds = ["l1", "l2"] as const;
type Kind = (typeof kinds)[number];

export interface PenaltyConfig {
  readonly l1: number;
  readonly l2: number;
  /** Others for single layers, by pattern, as in `@attune/init`. */
  readonly layers?: Readonly<Record<string, { readonly [K in Kind]?: number }>>;
}

const strength = (description: string) =>
  Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0)).annotate({ description, default: 0 });

const l1 = strength("λ of the penalty λΣ|w| over weights, not biases; 0 or more.");
const l2 = strength("λ of the penalty ½λΣw² over weights, not biases; 0 or more.");

export const penaltyFields = {
  l1: l1.pipe(Schema.withDecodingDefaultKey(Effect.succeed(0))),
  l2: l2.pipe(Schema.withDecodingDefaultKey(Effect.succeed(0))),
  layers: Schema.optionalKey(
    Schema.Record(
      Schema.String,
      Schema.Struct({
        l1: Schema.optionalKey(
          strength("λ of λΣ|w| over these layers' weights, 0 or more; l1 of all if absent."),
        ),
        l2: Schema.optionalKey(
          strength("λ of ½λΣw² over these layers' weights, 0 or more; l2 of all if absent."),
        ),
      }).annotate({ title: "layer_penalties", description: "Penalties of some layers." }),
    ).annotate({
      description:
        "Other penalties for some layers, by pattern: layers.2 is a layer with all in it, * any run of characters but the dot. Where several match, the longest goes first.",
    }),
  ),
};

/** λ of one weight: that of the most specific pattern which matches and names one, else that of all. */
export const strengthOf = (kind: Kind, config: PenaltyConfig, weight: string): number => {
  const patterns = Object.keys(config.layers ?? {}).filter(
    (pattern) => config.layers?.[pattern]?.[kind] !== undefined && matchesLayer(pattern, weight),
  );
  const [pattern] = patterns.sort(bySpecificity);
  return (pattern === undefined ? undefined : config.layers?.[pattern]?.[kind]) ?? config[kind];
};

export interface PenaltyProblem {
  /** Below the settings: `["layers", "layers.7", "l2"]`. */
  readonly path: ReadonlyArray<string>;
  readonly message: string;
  readonly remedy?: string;
}

/** A problem for each pattern under `layers` that fits no weight of the model, or sets nothing. */
export const unmatchedPenalties = (
  shapes: ParamShapes,
  { layers = {} }: Pick<PenaltyConfig, "layers">,
): ReadonlyArray<PenaltyProblem> => {
  const weights = Object.keys(shapes).filter((name) => shapes[name]?.role === "weight");
  return Object.entries(layers).flatMap(([pattern, override]): ReadonlyArray<PenaltyProblem> => {
    const path = ["layers", pattern];
    if (kinds.every((kind) => override[kind] === undefined))
      return [{ path, message: "expected l1 or l2, received neither" }];
    if (weights.some((weight) => matchesLayer(pattern, weight))) return [];
    const message = "expected a pattern of layers with weights, received one that matches none";
    const remedy = `the tensors of weights are ${weights.join(", ")}`;
    return [{ path, message, ...(weights.length === 0 ? {} : { remedy }) }];
  });
};
