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

/** Feature columns that are filled as one where the first of them is NaN, which stands for a missing value. */
export interface Imputation {
  /** Of the column as the user knows it. */
  readonly name: string;
  /** First feature. */
  readonly start: number;
  /** Features: several for one-hot. */
  readonly width: number;
  /** The mean, or the values of the features that occur most often together (of equally frequent ones the smallest). */
  readonly by: "mean" | "most_frequent";
}

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
  /** [examples] indices of groups, for a split that keeps groups whole. */
  readonly groups?: Int32Array;
  /** NaN stands in these features alone. `prepare` fills it from the training examples. */
  readonly imputations?: ReadonlyArray<Imputation>;
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
  /** Examples of each group, where a group column was asked for. */
  readonly groupSizes?: ReadonlyArray<number>;
}

/** Why the data cannot be used. `path` is relative to `data`. */
export interface DataProblem {
  readonly problem: string;
  readonly path: ReadonlyArray<string | number>;
  readonly remedy?: string;
}

export const isDataProblem = (value: object): value is DataProblem => "problem" in value;

/**
 * `directory` is the experiment file's: relative paths are relative to it. `group` is the column that the split
 * groups by, if it does; a kind without columns gives no groups.
 */
export interface DatasetKind<Settings = unknown> extends Row {
  readonly config: Schema.Codec<Settings, unknown>;
  /** Fast, and the place where wrong data is told. */
  describe(settings: Settings, directory: string, group?: string): Promise<DatasetDescription | DataProblem>;
  /** Rejects where `describe` would tell a problem. */
  load(settings: Settings, directory: string, group?: string): Promise<Dataset>;
}
