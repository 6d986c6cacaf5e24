/** A network of one's own: the default export of the module that `model: { uses: ./models/x.ts }` names. */
import type { Tensor } from "@tensorflow/tfjs-core";
import type * as Schema from "effect/Schema";
import { loadUserModule, userMistake } from "./datasets/loadUserModule.ts";
import type { Mode } from "./Layer.ts";
import type { ModelProblem } from "./Model.ts";
import type { ModelConfig } from "./ModelConfig.ts";
import type { ParamShapes, Params } from "./Params.ts";
import { userSettings } from "./userSettings.ts";

/** A pure function of its params, and their shapes. */
export interface UserNetwork {
  /** By name, `blocks.0.weight`. `init` fills them by their role, fans and activation. */
  readonly paramShapes: ParamShapes;
  /** Without the batch: [classes], or [values]. */
  readonly outputShape: ReadonlyArray<number>;
  /**
   * inputs [batch, ...inputShape] → [batch, ...outputShape], in operations of @tensorflow/tfjs-core that have a
   * gradient. Noise acts only where `mode.training` is true, and draws from `mode.key`. A network that calls
   * `mode.observe` is shown layer by layer.
   */
  readonly apply: (params: Params, inputs: Tensor, mode: Mode) => Tensor;
}

export interface UserModel<Settings = unknown> {
  /** Schema of `model.with`. Without it `with` is handed over as it stands. */
  readonly config?: Schema.Codec<Settings, unknown>;
  /** `inputShape` is one example's. What it throws is told at `model.uses`. */
  build(settings: Settings, inputShape: ReadonlyArray<number>): UserNetwork;
}

/** The network of a user's model for examples of one shape. */
export type BuildNetwork = (
  inputShape: ReadonlyArray<number>,
) => { readonly network: UserNetwork } | { readonly problem: ModelProblem };

const isUserModel = (exported: unknown): exported is UserModel =>
  typeof exported === "object" &&
  exported !== null &&
  "build" in exported &&
  typeof exported.build === "function";

const isShape = (shape: unknown): boolean =>
  Array.isArray(shape) && shape.every((length) => Number.isInteger(length) && length > 0);

/** What is wrong with a network that the user's code made. */
const networkMistake = (network: UserNetwork): string | undefined => {
  if (typeof network?.apply !== "function") return "build gave no apply";
  if (!isShape(network.outputShape)) return "build gave no outputShape, a list of whole numbers above 0";
  if (typeof network.paramShapes !== "object" || network.paramShapes === null) {
    return "build gave no paramShapes";
  }
  const wrong = Object.entries(network.paramShapes).find(
    ([, { shape, fanIn, fanOut, role, activation }]) =>
      !isShape(shape) ||
      !(fanIn > 0 && fanOut > 0) ||
      !["weight", "bias", "scale", "statistic"].includes(role) ||
      typeof activation !== "string",
  );
  return (
    wrong &&
    `paramShapes["${wrong[0]}"] needs shape, fanIn, fanOut, role (weight, bias, scale or statistic) and activation`
  );
};

const builderOf =
  (uses: string, model: UserModel, settings: unknown): BuildNetwork =>
  (inputShape) => {
    const problem = (message: string) => ({ problem: { path: ["uses"], message: `${uses}: ${message}` } });
    try {
      const network = model.build(settings, inputShape);
      const mistake = networkMistake(network);
      return mistake === undefined ? { network } : problem(mistake);
    } catch (cause) {
      return problem(userMistake(cause));
    }
  };

/** What builds the user's network that `config` names; undefined where the model is made of layers. */
export const openUserModel = async (
  config: ModelConfig,
  directory: string,
): Promise<{ readonly build: BuildNetwork | undefined } | { readonly problem: ModelProblem }> => {
  if (!("uses" in config)) return { build: undefined };
  const { uses } = config;
  const loaded = await loadUserModule(uses, directory);
  if ("problem" in loaded) {
    const { problem: message, ...rest } = loaded;
    return { problem: { ...rest, path: ["uses"], message } };
  }
  const { exported } = loaded;
  if (!isUserModel(exported)) {
    const message = `${uses} has no model as its default export`;
    const remedy = "export default { build: (settings, inputShape) => ({ paramShapes, … }) }: a UserModel";
    return { problem: { path: ["uses"], message, remedy } };
  }
  const decoded = await userSettings(exported.config, config.with);
  return "mistake" in decoded
    ? { problem: decoded.mistake }
    : { build: builderOf(uses, exported, decoded.settings) };
};
