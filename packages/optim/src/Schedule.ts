/** The interface of a schedule: how far training has come to the learning rate of the next update. */
import type { Row } from "@attune/nn";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";

/** Where training stands before an update. */
export interface Progress {
  /** Epochs done, from 0, with the fraction of the current one. */
  readonly epoch: number;
  /** Updates done since the start of the training, from 0. */
  readonly iteration: number;
  readonly iterationsPerEpoch: number;
  /** Epochs of the whole training: only for schedules that need the horizon. */
  readonly epochs: number;
}

export interface Schedule<Config = unknown> extends Row {
  /** Schema of its settings. */
  readonly config: Schema.Codec<Config, unknown>;
  /** The rate depends on how long the training will be: then more epochs are another training, not a longer one. */
  readonly needsHorizon: boolean;
  /** The rate of the next update, in float64. A method, so that a schedule fits where any settings are expected. */
  rate(config: Config, baseRate: number, progress: Progress): number;
}

/** What a schedule counts. */
export const per = Schema.Literals(["epoch", "iteration"])
  .annotate({
    description:
      "epoch: the rate holds through an epoch and changes between epochs; iteration: at every update.",
    default: "epoch",
  })
  .pipe(Schema.withDecodingDefaultKey(Effect.succeed("epoch")));

/**
 * Whole epochs, or iterations, done so far. Within an epoch the rate holds, as with PyTorch's `scheduler.step()`
 * after each epoch.
 */
export const elapsed = (unit: "epoch" | "iteration", { epoch, iteration }: Progress): number =>
  unit === "epoch" ? Math.floor(epoch) : iteration;
