/**
 * What happened, kept: runs, keys, results, epoch rows, findings, failures, events and journals. The parent process
 * is its only writer. Rows that come often (epochs, events, keys, entries of journals) are buffered and written together, at the latest after
 * 200 ms; a result is written with the rows before it, in one transaction.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Schedule from "effect/Schedule";
import * as Schema from "effect/Schema";
import { openArtifacts } from "./Artifacts.ts";
import { openSqlite, type Sqlite } from "./Sqlite.ts";
import { epochsTable } from "./tables/epochs.ts";
import { journalTable } from "./tables/journal.ts";
import { resultsTable } from "./tables/results.ts";
import { runsTable } from "./tables/runs.ts";
import { stepsTable } from "./tables/steps.ts";
import { makeWriteBuffer } from "./WriteBuffer.ts";

const makeStore = (db: Sqlite, blobs: string, now: () => number) => {
  const artifacts = openArtifacts(blobs);
  const buffer = makeWriteBuffer(db);
  return {
    ...runsTable(db, buffer, now),
    ...stepsTable(db, buffer, now),
    ...resultsTable(db, artifacts, buffer, now),
    ...epochsTable(db, artifacts, buffer, now),
    ...journalTable(db, buffer),
    artifacts,
    flush: buffer.flush,
  };
};

export class StoreUnavailable extends Schema.TaggedError<StoreUnavailable>()("StoreUnavailable", {
  folder: Schema.String,
  reason: Schema.String,
}) {
  override get message() {
    return `the store ${this.folder} cannot be opened: ${this.reason}`;
  }
}

export class Store extends Context.Service<Store, ReturnType<typeof makeStore>>()("@attune/core/Store") {
  private static readonly open = (
    file: string,
    folder: string,
    prepare: () => void,
  ): Layer.Layer<Store, StoreUnavailable> =>
    Layer.effect(
      Store,
      Effect.gen(function* () {
        const db = yield* Effect.acquireRelease(
          Effect.try({
            try: () => {
              prepare();
              return openSqlite(file);
            },
            catch: (cause) =>
              new StoreUnavailable({
                folder,
                reason: cause instanceof Error ? cause.message : String(cause),
              }),
          }),
          (db) => Effect.sync(() => db.close()),
        );
        const store = makeStore(db, join(folder, "blobs"), Date.now);
        yield* Effect.sync(store.flush).pipe(Effect.repeat(Schedule.spaced("200 millis")), Effect.forkScoped);
        yield* Effect.addFinalizer(() => Effect.sync(store.flush));
        return Store.of(store);
      }),
    );

  /** Opens `<folder>/store.sqlite` and `<folder>/blobs`, and makes them where they are not there. */
  static readonly layer = (folder: string): Layer.Layer<Store, StoreUnavailable> =>
    Store.open(join(folder, "store.sqlite"), folder, () => mkdirSync(folder, { recursive: true }));

  /** A store that has nothing and keeps nothing. */
  static readonly layerEmpty: Layer.Layer<Store, StoreUnavailable> = Store.open(
    ":memory:",
    "",
    () => undefined,
  );
}
