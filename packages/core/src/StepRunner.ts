/**
 * The port behind which steps run: in this process, in a pool of worker processes, or on other machines. One request
 * becomes epoch rows and one outcome.
 */
import * as Context from "effect/Context";
import type * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { EpochRow, Hash, Metrics, Outcome } from "./Outcome.ts";

/** All that a worker needs to run a step; tensors travel as blobs, by hash. */
export const StepRequest = Schema.Struct({
  /** Where the step stands, for logs: `trial 3/train`. */
  step: Schema.String,
  attempt: Schema.Int,
  uses: Schema.String,
  module: Schema.optionalKey(Schema.String),
  view: Schema.Json,
  seed: Schema.Int,
  engine: Schema.String,
  directory: Schema.String,
  inputs: Schema.Record(
    Schema.String,
    Schema.Struct({
      name: Schema.String,
      metrics: Metrics,
      detail: Schema.Record(Schema.String, Schema.Json),
      artifacts: Schema.Record(Schema.String, Hash),
    }),
  ),
  until: Schema.Int,
  checkpoint: Schema.optionalKey(Schema.Struct({ epoch: Schema.Int, hash: Hash })),
  /** Folder of the blobs. */
  blobs: Schema.String,
  timeoutMillis: Schema.optionalKey(Schema.Finite),
});
export type StepRequest = typeof StepRequest.Type;

/** An epoch of a request, with the hash of a checkpoint where one was written. */
export const EpochMessage = Schema.Struct({ row: EpochRow, checkpoint: Schema.optionalKey(Hash) });
export type EpochMessage = typeof EpochMessage.Type;

/** What a worker tells: that it is ready, then for each request its epochs, several at a time, and how it ended. */
export const StepMessage = Schema.TaggedUnion({
  Ready: {},
  Epochs: { epochs: Schema.Array(EpochMessage) },
  Done: { outcome: Outcome },
  Threw: { message: Schema.String, stack: Schema.String },
});
export type StepMessage = typeof StepMessage.Type;

/** A failure of the machine or of the code: not an outcome, never cached. */
export class StepFailed extends Schema.TaggedError<StepFailed>()("StepFailed", {
  step: Schema.String,
  reason: Schema.Literals(["crashed", "threw", "timed_out", "not_deterministic"]),
  detail: Schema.String,
  /** The end of what the worker wrote. */
  log: Schema.String,
}) {
  override get message() {
    return `${this.step} ${this.reason.replace("_", " ")}: ${this.detail}`;
  }
}

export class StepRunner extends Context.Service<
  StepRunner,
  {
    /** Runs one attempt. `onEpoch` sees each row once its checkpoint is on disk; its failure ends the attempt. */
    readonly run: (
      request: StepRequest,
      onEpoch: (message: EpochMessage) => Effect.Effect<void, StepFailed>,
    ) => Effect.Effect<Outcome, StepFailed>;
  }
>()("@attune/core/StepRunner") {}
