/** A network: the shapes of its params and a function of them. It owns no tensor. */
import type { Tensor } from "@tensorflow/tfjs-core";
import { chosen } from "./Choice.ts";
import { losses } from "./catalog.ts";
import type { TargetDescription } from "./Dataset.ts";
import type { Layer, Mode } from "./Layer.ts";
import type { Loss } from "./Loss.ts";
import type { LayersConfig, ModelConfig } from "./ModelConfig.ts";
import type { ParamShapes, Params } from "./Params.ts";
import { applyLayers, stackLayers, stackParams } from "./stackLayers.ts";
import type { BuildNetwork, UserNetwork } from "./UserModel.ts";

export interface Model {
  /** Without the batch. */
  readonly inputShape: ReadonlyArray<number>;
  readonly outputShape: ReadonlyArray<number>;
  /** From the first layer to the last. */
  readonly paramShapes: ParamShapes;
  readonly layers: ReadonlyArray<Layer>;
  /** Outputs are logits of "yes", as the loss takes them: one output above 0 is class 1, else class 0. */
  readonly binary: boolean;
  /** inputs [batch, ...inputShape] → [batch, ...outputShape]. */
  readonly apply: (params: Params, inputs: Tensor, mode: Mode) => Tensor;
  /** → [batch]. Targets: int32 [batch] class indices, or float32 [batch, width]. */
  readonly loss: (outputs: Tensor, targets: Tensor) => Tensor;
  /** → [batch], where examples do not count alike: a batch's loss is Σ loss / Σ weights. `loss` has them in it. */
  readonly exampleWeights?: (targets: Tensor) => Tensor;
}

/** `path` is relative to `model`. */
export interface ModelProblem {
  readonly path: ReadonlyArray<string | number>;
  readonly message: string;
  readonly remedy?: string;
}

type Layers = { readonly layers: ReadonlyArray<Layer> } | { readonly problem: ModelProblem };

const stack = (config: LayersConfig, inputShape: ReadonlyArray<number>): Layers => {
  const made = stackLayers("layers", config.layers, inputShape);
  if (!("problem" in made)) return made;
  const { problem: message, path = [], remedy } = made;
  return {
    problem: { path: ["layers", ...path], message, ...(remedy === undefined ? {} : { remedy }) },
  };
};

/** Where the width of the outputs is decided. */
const outputPath = (config: ModelConfig): ModelProblem["path"] =>
  "uses" in config ? ["uses"] : ["layers", config.layers.length - 1];

const binaryMismatch = (
  config: ModelConfig,
  name: string,
  [outputs]: ReadonlyArray<number>,
  classes: number,
): ModelProblem | undefined => {
  if (classes !== 2) {
    const message = `${name} tells 2 classes apart, but the data has ${classes}`;
    return { path: ["loss"], message, remedy: "use cross_entropy" };
  }
  if (outputs === 1) return undefined;
  const message = `expected 1 output, because ${name} tells the 2 classes apart by one, received ${outputs}`;
  return { path: outputPath(config), message };
};

const mismatch = (
  config: ModelConfig,
  outputShape: ReadonlyArray<number>,
  target: TargetDescription,
): ModelProblem | undefined => {
  const { name, row, config: settings } = chosen(losses, config.loss);
  const loss: Loss = row;
  if (loss.targets !== "either" && loss.targets !== target.kind) {
    const message = `${name} compares with ${loss.targets}, but the data's target is ${target.kind}`;
    return { path: ["loss"], message };
  }
  const misfit = target.kind === "classes" ? loss.misfit?.(settings, target.count) : undefined;
  if (misfit !== undefined) return { path: ["loss", name, misfit.setting], message: misfit.message };
  if (target.kind === "classes" && loss.binary)
    return binaryMismatch(config, name, outputShape, target.count);
  const wanted = target.kind === "classes" ? target.count : target.width;
  const what = target.kind === "classes" ? "classes" : "target values";
  return outputShape[0] === wanted
    ? undefined
    : {
        path: outputPath(config),
        message: `expected ${wanted} outputs, because the data has ${wanted} ${what}, received ${outputShape[0]}`,
      };
};

/** A network of the user's as one layer. Without noise it never trains, as far as it is told. */
const asLayer = ({ paramShapes, outputShape, apply }: UserNetwork, noise: boolean): Layer => ({
  name: "model",
  params: paramShapes,
  outputShape,
  apply: (params, inputs, mode) => apply(params, inputs, noise ? mode : { ...mode, training: false }),
});

export interface BuildOptions {
  /** What `openUserModel` gave for the config. */
  readonly build?: BuildNetwork | undefined;
  /** False: a user's network is always told that it does not train. Default true. */
  readonly noise?: boolean;
}

const layersOf = (
  config: ModelConfig,
  inputShape: ReadonlyArray<number>,
  { build, noise = true }: BuildOptions,
): Layers => {
  if (!("uses" in config)) return stack(config, inputShape);
  if (build === undefined) throw new Error(`${config.uses} has not been opened`);
  const built = build(inputShape);
  return "problem" in built ? built : { layers: [asLayer(built.network, noise)] };
};

/**
 * The model that `config` describes for examples of `inputShape`. A problem where its outputs are not one
 * dimension or, if `target` is given, do not fit it.
 */
export const buildModel = (
  config: ModelConfig,
  inputShape: ReadonlyArray<number>,
  target?: TargetDescription,
  options: BuildOptions = {},
): { readonly model: Model } | { readonly problem: ModelProblem } => {
  const made = layersOf(config, inputShape, options);
  if ("problem" in made) return made;
  const { layers } = made;
  const outputShape = layers.at(-1)?.outputShape ?? inputShape;
  if (outputShape.length !== 1) {
    const message = `expected outputs of one dimension, received [${outputShape.join(", ")}]`;
    return { problem: { path: outputPath(config), message } };
  }
  const problem = target === undefined ? undefined : mismatch(config, outputShape, target);
  if (problem !== undefined) return { problem };
  const { row, config: lossSettings } = chosen(losses, config.loss);
  const loss: Loss = row;
  const exampleWeights = loss.weights?.(lossSettings);
  return {
    model: {
      inputShape,
      outputShape,
      paramShapes: stackParams(layers),
      layers,
      binary: loss.binary === true,
      apply: (params, inputs, mode) => applyLayers(layers, params, inputs, mode),
      loss: (outputs, targets) => loss.perExample(outputs, targets, lossSettings),
      ...(exampleWeights === undefined ? {} : { exampleWeights }),
    },
  };
};
