/** Examples with their targets, held in memory, as they came: not yet split, scaled or shuffled. */
import type * as Schema from "effect/Schema";
import type { Row } from "./Choice.ts";

export type Target =
  | {
      readonly kind: "classes";
      /** [examples], indices into `names`. */
      readonly labels: Int32Array;
      readonly names: ReadonlyArray<string>;
    }
  | {
      readonly kind: "values";
      /** [examples, width] */
      readonly values: Float32Array;
      readonly width: number;
    };

export interface Dataset {
  readonly examples: number;
  /** Of one example. More than one dimension: an image, channels last. */
  readonly featureShape: ReadonlyArray<number>;
  /** [examples, ...featureShape] */
  readonly features: Uint8Array | Float32Array;
  /** What a feature is multiplied by before anything else: 1/255 for bytes. */
  readonly scale: number;
  readonly featureNames?: ReadonlyArray<string>;
  readonly target: Target;
}

export type TargetDescription =
  | { readonly kind: "classes"; readonly count: number }
  | { readonly kind: "values"; readonly width: number };

export interface DatasetDescription {
  /** sha256 of the content, in hexadecimal; line ends do not matter. */
  readonly digest: string;
  readonly examples: number;
  readonly featureShape: ReadonlyArray<number>;
  readonly target: TargetDescription;
}

/** Why the data cannot be used. `path` is relative to `data`. */
export interface DataProblem {
  readonly problem: string;
  readonly path: ReadonlyArray<string | number>;
  readonly remedy?: string;
}

export const isDataProblem = (value: object): value is DataProblem => "problem" in value;

/** `directory` is the experiment file's: relative paths are relative to it. */
export interface DatasetKind<Settings = unknown> extends Row {
  readonly config: Schema.Codec<Settings, unknown>;
  /** Fast, and the place where wrong data is told. */
  describe(settings: Settings, directory: string): Promise<DatasetDescription | DataProblem>;
  /** Rejects where `describe` would tell a problem. */
  load(settings: Settings, directory: string): Promise<Dataset>;
}
