/**
 * The interface of a step kind: built in, or the default export of a user's module (`uses: ./steps/x.ts`).
 *
 * A kind declares which parts of the experiment it reads. It receives nothing else, and nothing else enters its
 * cache key.
 */
import type * as Schema from "effect/Schema";
import type { EpochRow, Metrics, Outcome } from "./Outcome.ts";

export type Json = Schema.Json;

/** The experiment with every search space replaced by one value: the parts a view may choose from. */
export interface ResolvedExperiment {
  readonly name: string;
  /** Seed of the split: the same for every repeat. */
  readonly seed: number;
  /** Normalised by the data's schema: defaults filled in. */
  readonly data: Json;
  /** Normalised by the model's schema. */
  readonly model: Json;
}

/** An algorithm that a view names: what `package` exports as `name`. It enters the code digest. */
export interface RowReference {
  readonly package: string;
  readonly name: string;
}

/** Results of a step whose output is consumed. */
export interface StepInput {
  /** `key`, or `key@epoch` for what leaves a trajectory. */
  readonly name: string;
  readonly metrics: Metrics;
  readonly detail: Readonly<Record<string, Json>>;
  readonly artifacts: Readonly<Record<string, string>>;
}

/** Blobs by their sha256. A blob whose bytes do not match its hash throws on `read`. */
export interface Blobs {
  readonly read: (hash: string) => Uint8Array;
  readonly write: (bytes: Uint8Array) => string;
}

/** State of a trajectory after `epoch` epochs, as the kind itself wrote it. */
export interface Checkpoint {
  readonly epoch: number;
  readonly hash: string;
}

/** All that `run` may use beside its view. */
export interface StepContext {
  /** Seed of weights, order and noise: the experiment's, or the repeat's. */
  readonly seed: number;
  /** Name of the engine, as in the cache key. */
  readonly engine: string;
  /** Folder of the experiment file: relative paths in a view are relative to it. */
  readonly directory: string;
  /** What the kind consumes, by name. */
  readonly inputs: Readonly<Record<string, StepInput>>;
  /** Epochs wanted in all; 0 for a kind that is no trajectory. */
  readonly until: number;
  /** Where to continue from. */
  readonly checkpoint: Checkpoint | undefined;
  readonly blobs: Blobs;
  /** Reports an epoch, with the hash of a checkpoint where one was written. */
  readonly onEpoch: (row: EpochRow, checkpoint: string | undefined) => void;
  /** Milliseconds on a monotonic clock, to pace checkpoints; never an input of a computation. */
  readonly clockMillis: () => number;
  /** Kept by the worker while it is in use: an engine, a data set. What is kept is never changed by a step. */
  readonly memo: <A>(key: string, make: () => Promise<A>) => Promise<A>;
}

/** Methods, so that a kind fits where settings of any kind are expected. */
export interface StepKind<Config = unknown, View extends Json = Json> {
  readonly name: string;
  /** Schema of `with`. */
  readonly config: Schema.Codec<Config, unknown>;
  /** A gate orders and never enters a key; its `infeasible` ends the trial. */
  readonly gate: boolean;
  /** Names of outputs it needs; each resolves to the nearest ancestor that produces it. */
  readonly consumes: ReadonlyArray<string>;
  readonly produces: ReadonlyArray<string>;
  /** Reads the test set: runs for finalists only. */
  readonly readsTest: boolean;
  /** All metrics that its outcome may have, where that is known before it runs. */
  readonly metrics?: ReadonlyArray<string>;
  /** What of the experiment it reads, with its own settings. */
  view(experiment: ResolvedExperiment, config: Config): View;
  /** The algorithms that the view names. */
  rows(view: View): ReadonlyArray<RowReference>;
  /** Of a trajectory: how many epochs the settings ask for. */
  epochs?(config: Config): number;
  /** Throws only for faults of the machine or of the code: they count as a failed attempt. */
  run(view: View, context: StepContext): Promise<Outcome>;
}
