/**
 * What happened, kept: runs, steps, results, epoch rows, findings, failures, events and journals. The parent process
 * is its only writer. Rows that come often (epochs, events) are buffered and written together, at the latest after
 * 200 ms; a result is written with the rows before it, in one transaction.
 */

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Schedule from "effect/Schedule";
import * as Schema from "effect/Schema";
import { type Artifacts, openArtifacts } from "./Artifacts.ts";
import type { KeyParts } from "./CacheKey.ts";
import { canonicalJson } from "./canonicalJson.ts";
import { type EpochRow, Metrics, Outcome } from "./Outcome.ts";
import type { Plan } from "./Plan.ts";
import { openSqlite, type Sqlite } from "./Sqlite.ts";
import { StepEvent } from "./StepEvent.ts";
import type { Checkpoint, Json } from "./StepKind.ts";
import { sha256 } from "./sha256.ts";

export interface StoredResult {
  readonly name: string;
  readonly outcome: Outcome;
  readonly durationMillis: number;
}

/** A step as it was planned: for `why`. */
export interface SeenStep {
  readonly experiment: string;
  readonly step: string;
  readonly key: string;
  readonly parts: KeyParts;
  readonly files: Readonly<Record<string, string>>;
}

export interface Failure {
  readonly run: number;
  readonly step: string;
  readonly name: string;
  readonly attempt: number;
  readonly reason: string;
  readonly log: string;
}

export interface RunRow {
  readonly id: number;
  readonly command: string;
  readonly file: string;
  readonly experiment: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly status: string;
}

const encodeEvent = Schema.encodeSync(Schema.fromJsonString(StepEvent));
const decodeOutcome = Schema.decodeUnknownOption(Schema.fromJsonString(Outcome));
const decodeOutcomeSync = Schema.decodeUnknownSync(Schema.fromJsonString(Outcome));
const decodeMetrics = Schema.decodeUnknownSync(Schema.fromJsonString(Metrics));

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Operations on an open database; each call is one transaction. */
const makeStore = (db: Sqlite, artifacts: Artifacts, now: () => number) => {
  const insertEpoch = db.prepare("INSERT OR IGNORE INTO epochs VALUES (?, ?, ?, ?)");
  const insertCheckpoint = db.prepare("INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?)");
  const insertEvent = db.prepare("INSERT INTO events VALUES (?, ?, ?)");
  const buffer: Array<() => void> = [];
  const flush = db.transaction(() => {
    for (const write of buffer.splice(0)) write();
  });

  const isReferenced = db.prepare<[string, string], unknown>(
    "SELECT 1 FROM artifacts WHERE hash = ? UNION ALL SELECT 1 FROM checkpoints WHERE hash = ? LIMIT 1",
  );
  const removeUnreferenced = (hash: string) => {
    if (isReferenced.get(hash, hash) === undefined) artifacts.remove(hash);
  };

  return {
    flush: () => {
      if (buffer.length > 0) flush();
    },
    startRun: (run: { command: string; file: string; experiment: string }): number => {
      const running = db
        .prepare<[], { id: number; pid: number }>("SELECT id, pid FROM runs WHERE status = 'running'")
        .all();
      const killed = db.prepare("UPDATE runs SET status = 'killed' WHERE id = ?");
      for (const { id, pid } of running) if (!isAlive(pid)) killed.run(id);
      const { lastInsertRowid } = db
        .prepare(
          "INSERT INTO runs (command, file, experiment, pid, started_at, status) VALUES (?, ?, ?, ?, ?, 'running')",
        )
        .run(run.command, run.file, run.experiment, process.pid, now());
      return Number(lastInsertRowid);
    },
    endRun: (id: number, status: string, summary?: string) => {
      flush();
      db.prepare("UPDATE runs SET status = ?, ended_at = ?, summary = ? WHERE id = ?").run(
        status,
        now(),
        summary ?? null,
        id,
      );
    },
    /** Hash of the report's data of the newest run of a file that has one. */
    lastSummary: (file: string): string | undefined =>
      db
        .prepare<[string], { summary: string }>(
          "SELECT summary FROM runs WHERE file = ? AND summary IS NOT NULL ORDER BY id DESC LIMIT 1",
        )
        .get(file)?.summary,
    runs: (): ReadonlyArray<RunRow> =>
      db
        .prepare<[], RunRow>(
          "SELECT id, command, file, experiment, started_at AS startedAt, ended_at AS endedAt, status FROM runs ORDER BY id DESC",
        )
        .all(),
    /** Keeps the keys of a plan's steps; `prefix` names the plan in its experiment, `trial 3/`. */
    sawPlan: db.transaction((experiment: string, prefix: string, { steps }: Plan) => {
      const insert = db.prepare("INSERT OR REPLACE INTO steps VALUES (?, ?, ?, ?, ?, ?)");
      for (const { id, key, parts, code } of steps) {
        insert.run(experiment, `${prefix}${id}`, key, canonicalJson(parts), canonicalJson(code.files), now());
      }
    }),
    /** The newest key of a step other than `key`. */
    previousStep: (experiment: string, step: string, key: string): SeenStep | undefined => {
      const row = db
        .prepare<[string, string, string], { key: string; parts: string; files: string }>(
          "SELECT key, parts, files FROM steps WHERE experiment = ? AND step = ? AND key <> ? ORDER BY seen_at DESC LIMIT 1",
        )
        .get(experiment, step, key);
      return (
        row && { experiment, step, key: row.key, parts: JSON.parse(row.parts), files: JSON.parse(row.files) }
      );
    },
    /** The cached result of that name, if its row and all its blobs are sound; a corrupt one is dropped. */
    result: (name: string): StoredResult | undefined => {
      const row = db
        .prepare<[string], { outcome: string; checksum: string; duration: number }>(
          "SELECT outcome, checksum, duration_millis AS duration FROM results WHERE name = ?",
        )
        .get(name);
      if (row === undefined) return undefined;
      const decoded = decodeOutcome(row.outcome);
      const sound = sha256(row.outcome) === row.checksum && decoded._tag === "Some";
      if (sound && Object.values(decoded.value.artifacts).every(artifacts.verify)) {
        return { name, outcome: decoded.value, durationMillis: row.duration };
      }
      db.prepare("DELETE FROM results WHERE name = ?").run(name);
      return undefined;
    },
    /**
     * Writes a result with the rows before it, and drops the checkpoints that nobody needs any more. Gives it as it
     * will be read, so that what is made of it has the same bytes whether it came from a run or from the cache.
     */
    putResult: (key: string, result: StoredResult): StoredResult => {
      const { name, outcome, durationMillis } = result;
      const text = canonicalJson(outcome);
      const dropped: Array<string> = [];
      db.transaction(() => {
        for (const write of buffer.splice(0)) write();
        db.prepare("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?, ?)").run(
          name,
          key,
          text,
          sha256(text),
          durationMillis,
          now(),
        );
        for (const [role, hash] of Object.entries(outcome.artifacts)) {
          db.prepare("INSERT OR REPLACE INTO artifacts VALUES (?, ?, ?)").run(name, role, hash);
        }
        db.prepare("DELETE FROM findings WHERE name = ?").run(name);
        outcome.findings.forEach((finding, i) => {
          db.prepare("INSERT INTO findings VALUES (?, ?, ?, ?, ?)").run(
            name,
            i,
            finding.code,
            finding.severity,
            canonicalJson(finding),
          );
        });
        const old = db
          .prepare<[string], { epoch: number; hash: string }>(
            "SELECT epoch, hash FROM checkpoints WHERE key = ? ORDER BY epoch DESC",
          )
          .all(key)
          .slice(2);
        for (const { epoch, hash } of old) {
          db.prepare("DELETE FROM checkpoints WHERE key = ? AND epoch = ?").run(key, epoch);
          dropped.push(hash);
        }
      })();
      for (const hash of dropped) removeUnreferenced(hash);
      return { name, outcome: decodeOutcomeSync(text), durationMillis };
    },
    epochs: (key: string): ReadonlyArray<EpochRow> => {
      flush();
      return db
        .prepare<[string], { epoch: number; scalars: string }>(
          "SELECT epoch, scalars FROM epochs WHERE key = ? ORDER BY epoch",
        )
        .all(key)
        .map(({ epoch, scalars }) => ({ epoch, scalars: decodeMetrics(scalars) }));
    },
    appendEpoch: (key: string, row: EpochRow, checkpoint: string | undefined) => {
      const scalars = canonicalJson(row.scalars);
      const at = now();
      buffer.push(() => {
        insertEpoch.run(key, row.epoch, scalars, at);
        if (checkpoint !== undefined) insertCheckpoint.run(key, row.epoch, checkpoint);
      });
    },
    /** The latest sound checkpoint of a trajectory at or before an epoch. */
    checkpoint: (key: string, until: number): Checkpoint | undefined => {
      flush();
      return db
        .prepare<[string, number], Checkpoint>(
          "SELECT epoch, hash FROM checkpoints WHERE key = ? AND epoch <= ? ORDER BY epoch DESC",
        )
        .all(key, until)
        .find(({ hash }) => artifacts.verify(hash));
    },
    putFailure: (failure: Failure) => {
      const { run, step, name, attempt, reason, log } = failure;
      db.prepare(
        "INSERT INTO failures (run, step, name, attempt, reason, log, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
      ).run(run, step, name, attempt, reason, log, now());
    },
    failures: (run: number): ReadonlyArray<Failure> =>
      db
        .prepare<[number], Failure>(
          "SELECT run, step, name, attempt, reason, log FROM failures WHERE run = ? ORDER BY id",
        )
        .all(run),
    appendEvent: (run: number, event: StepEvent) => {
      const at = now();
      buffer.push(() => insertEvent.run(run, at, encodeEvent(event)));
    },
    journal: (study: string): ReadonlyArray<Json> =>
      db
        .prepare<[string], { entry: string }>("SELECT entry FROM journal WHERE study = ? ORDER BY position")
        .all(study)
        .map(({ entry }): Json => JSON.parse(entry)),
    /** Keeps the entry at a position and drops all that stood after it. */
    putJournal: db.transaction((study: string, position: number, entry: Json) => {
      db.prepare("DELETE FROM journal WHERE study = ? AND position >= ?").run(study, position);
      db.prepare("INSERT INTO journal VALUES (?, ?, ?)").run(study, position, canonicalJson(entry));
    }),
    artifacts,
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
        const store = makeStore(db, openArtifacts(join(folder, "blobs")), Date.now);
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
