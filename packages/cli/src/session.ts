/** What a command that runs steps needs: the store, a pool of workers, a scheduler, and a row for the run. */

import { availableParallelism, totalmem } from "node:os";
import { join } from "node:path";
import {
  type Experiment,
  layerPool,
  type RunRecord,
  Scheduler,
  type StepEvent,
  Store,
  type StoreUnavailable,
} from "@attune/core";
import * as Cause from "effect/Cause";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Layer from "effect/Layer";
import * as Schema from "effect/Schema";
import { workerEntry } from "./workerEntry.ts";

/** Bytes that a worker with its engine and data set is expected to need. */
const WORKER_BYTES = 1024 ** 3;

/** One worker a core, and no more than memory holds. */
export const defaultWorkers = (): number =>
  Math.max(1, Math.min(availableParallelism(), Math.floor(totalmem() / WORKER_BYTES)));

export interface SessionOptions {
  readonly experiment: Experiment;
  /** As in `attune sweep`. */
  readonly command: string;
  readonly folder: string;
  readonly workers: number;
  /** Workers that are started at once when the first is needed. Default 1. */
  readonly together?: number;
  /** Beside the file's own. */
  readonly tags: ReadonlyArray<string>;
  readonly note: string | undefined;
  readonly onEvent: (event: StepEvent) => void;
}

/** How a run ended; `summary` is the blob with its report's data. */
export interface Ended {
  readonly ok: boolean;
  readonly summary?: string;
  readonly record?: RunRecord | undefined;
}

/** The run as it starts, with what the command line adds to the file. */
const newRun = ({ experiment, command, tags, note }: SessionOptions) => ({
  command,
  file: experiment.file,
  experiment: experiment.name,
  tags: [...new Set([...experiment.tags, ...tags])],
  note: [experiment.notes, note].filter((text) => text !== undefined).join("; ") || undefined,
  written: Schema.decodeUnknownSync(Schema.Json)(experiment.source.value), // YAML holds nothing that JSON does not
});

const statusOf = (exit: Exit.Exit<Ended, unknown>): string => {
  if (Exit.isSuccess(exit)) return exit.value.ok ? "succeeded" : "failed";
  return Cause.hasInterruptsOnly(exit.cause) ? "interrupted" : "failed";
};

/** Runs `use` as a run of the store; its end is recorded however it ends. */
export const withSession = <A extends Ended, E>(
  options: SessionOptions,
  use: Effect.Effect<A, E, Scheduler | Store>,
): Effect.Effect<A, E | StoreUnavailable> => {
  const { folder, workers, together = 1, onEvent } = options;
  const program = Effect.gen(function* () {
    const store = yield* Store;
    const ahead = store.lastSummary(options.experiment.file) === undefined; // it has never run to its end here
    const run = store.startRun(newRun(options));
    const scheduler = Scheduler.layer({ run, concurrency: workers, blobs: join(folder, "blobs"), onEvent });

    const pool = layerPool({ entry: workerEntry, size: workers, together, ahead });
    return yield* use.pipe(
      Effect.provide(Layer.provide(scheduler, pool)),
      Effect.onExit((exit) =>
        Effect.sync(() => {
          const ended: Partial<Ended> = Exit.isSuccess(exit) ? exit.value : {};
          if (ended.record) store.keepRun(run, ended.record);
          store.endRun(run, statusOf(exit), ended.summary);
        }),
      ),
    );
  });
  return program.pipe(Effect.provide(Store.layer(folder)));
};
