import { add, type Tensor } from "@tensorflow/tfjs-core";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import type { Layer, LayerKind } from "../Layer.ts";
import { type LayerChoice, layerChoice, nestedLayer } from "../layerChoice.ts";
import { memberOf } from "../memberOf.ts";
import type { ParamShapes } from "../Params.ts";
import { applyLayers, quietLayers, stackLayers, stackParams } from "../stackLayers.ts";
import { projection } from "./projection.ts";

interface Settings {
  readonly layers: ReadonlyArray<LayerChoice>;
  /** The branch starts at 0. */
  readonly zeroInit: boolean;
}

/** The branch alone, or with settings: as it stands in the file, so that a mistake in it is told in its place. */
type Config = ReadonlyArray<LayerChoice> | Settings;

const settingsWith = (layer: Schema.Codec<LayerChoice, unknown>) => {
  const branch = Schema.Array(layer)
    .check(Schema.isMinLength(1))
    .annotate({ description: "Layers of the branch, at least one." });
  const mapping = Schema.Struct({
    layers: branch,
    zeroInit: Schema.Boolean.annotate({
      description:
        "Whether the last batch_norm or layer_norm of the branch starts at scale 0, so that the block starts as the identity.",
      default: false,
    }).pipe(Schema.withDecodingDefaultKey(Effect.succeed(false))),
  }).pipe(Schema.encodeKeys({ zeroInit: "zero_init" }));
  return { branch, mapping };
};

/** What JSON Schema is made of: a layer in a layer is the definition of the one outside. */
const named = settingsWith(nestedLayer);
const { branch, mapping } = settingsWith(Schema.suspend(layerChoice));

const config = memberOf([named.branch, named.mapping], (value) =>
  Array.isArray(value) ? branch : mapping,
) as Schema.Codec<Config, unknown>; // the members decode to nothing else

const isList = (settings: Config): settings is ReadonlyArray<LayerChoice> => Array.isArray(settings);

const settingsOf = (settings: Config): Settings =>
  isList(settings) ? { layers: settings, zeroInit: false } : settings;

/** The layers of the branch. */
export const branchOf = (settings: Config): ReadonlyArray<LayerChoice> => settingsOf(settings).layers;

/** The last scale starts at 0; undefined where there is none. */
const zeroed = (params: ParamShapes): ParamShapes | undefined => {
  const last = Object.keys(params).findLast((name) => params[name]!.role === "scale");
  return last === undefined ? undefined : { ...params, [last]: { ...params[last]!, start: 0 } };
};

/**
 * x + F(x), F the layers of the branch, called `<name>.layers.0` and so on (He et al. 2016, "Deep residual learning",
 * eq. 1). Where F changes the shape, x goes through a linear map without bias, `<name>.projection` (eq. 2, option B):
 * of the last axis, with the stride that images lost. No activation follows the sum: put one after the block, or
 * normalize and activate first inside the branch (He et al. 2016, "Identity mappings"). `zero_init`: Goyal et al. 2017,
 * section 5.1.
 */
export const residual: LayerKind<Config> = {
  config: config.annotate({
    description: "Adds what its layers make of the input to the input itself: a list of layers, or settings.",
  }),
  withoutNoise: (settings) =>
    isList(settings) ? quietLayers(settings) : { ...settings, layers: quietLayers(settings.layers) },
  make(name, inputShape, settings) {
    const { layers: choices, zeroInit } = settingsOf(settings);
    const path = isList(settings) ? ["residual"] : ["residual", "layers"];
    const stack = stackLayers(`${name}.layers`, choices, inputShape);
    if ("problem" in stack) return { ...stack, path: [...path, ...(stack.path ?? [])] };
    const { layers } = stack;
    const outputShape = layers.at(-1)?.outputShape ?? inputShape;
    const shortcut = projection(`${name}.projection`, inputShape, outputShape);
    if ("problem" in shortcut) return { ...shortcut, path };
    const own = stackParams(layers);
    const branchParams = zeroInit ? zeroed(own) : own;
    if (branchParams === undefined) {
      return {
        problem:
          "expected a batch_norm or a layer_norm in the branch, whose scale starts at 0, received none",
        path: ["residual", "zero_init"],
        remedy: "let the weights of the branch's last layer start at zeros, under layers of the step init",
      };
    }
    const layer: Layer = {
      name,
      params: { ...branchParams, ...shortcut.params },
      outputShape,
      apply: (params, input, mode) => {
        const kept = shortcut.apply(params, input); // first, so that the branch's last call may add it: see `fuse.ts`
        const changed: Tensor = applyLayers(layers, params, input, mode);
        const output = add(kept, changed);
        mode.observe?.(name, "activation", output);
        return output;
      },
    };
    return layer;
  },
};
