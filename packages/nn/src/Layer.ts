/** A layer maps a batch to a batch, with params that it names. */
import type { Tensor } from "@tensorflow/tfjs-core";
import type * as Schema from "effect/Schema";
import type { Row } from "./Choice.ts";
import type { ParamShapes, Params } from "./Params.ts";

export interface Mode {
  /** Noise layers act only here. */
  readonly training: boolean;
  /**
   * int32 [4], made by `noiseKey`: the stream of all noise (`train/dropout`), the epoch and the iteration. A noise
   * layer folds its own name into the stream, so `layers.1` draws from `train/dropout/layers.1`. Needed where a
   * layer with noise trains.
   */
  readonly key?: Tensor;
  /**
   * Takes the next value of a statistic, by its full name; the caller carries it into the next iteration. Without it
   * statistics stay as they are.
   */
  readonly carry?: (name: string, value: Tensor) => void;
  /** Told of values between layers, inside the step. It changes no result. */
  readonly observe?: (name: string, kind: "preactivation" | "activation", value: Tensor) => void;
}

export interface Layer {
  /** `layers.0`: its place in the model. */
  readonly name: string;
  /** By full name, `layers.0.weight`. */
  readonly params: ParamShapes;
  /** Without the batch. */
  readonly outputShape: ReadonlyArray<number>;
  /** Set where the layer is nothing but an activation: the gain of the layer before it depends on it. */
  readonly activation?: string;
  /** Set where the inputs are no quantities but whole numbers, each the index of a row that is looked up. */
  readonly inputs?: "indices";
  /** Where the inputs are indices: how many rows there are. */
  readonly vocabulary?: number;
  /** input [batch, ...inputShape] → [batch, ...outputShape]. Throws where training noise has no key. */
  readonly apply: (params: Params, input: Tensor, mode: Mode) => Tensor;
}

/** Why the settings and the shape of the input do not make a layer. */
export interface LayerProblem {
  readonly problem: string;
  /** Where, below the layer in the file: `["conv2d", "kernel"]`. The layer itself if none. */
  readonly path?: ReadonlyArray<string | number>;
  readonly remedy?: string;
}

/** `Made` is `Layer` alone where every input fits. */
export interface LayerKind<Config = unknown, Made extends Layer | LayerProblem = Layer | LayerProblem>
  extends Row {
  readonly config: Schema.Codec<Config, unknown>;
  /** Of a layer with noise: the same settings with none. */
  withoutNoise?(config: Config): Config;
  make(name: string, inputShape: ReadonlyArray<number>, config: Config): Made;
}
