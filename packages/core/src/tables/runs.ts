/** Invocations: what ran when, how it ended, what failed on the way, and what happened in which order. */
import * as Schema from "effect/Schema";
import { canonicalJson } from "../canonicalJson.ts";
import { Metrics } from "../Outcome.ts";
import type { Sqlite } from "../Sqlite.ts";
import type { StepEvent } from "../StepEvent.ts";
import type { Json } from "../StepKind.ts";
import type { WriteBuffer } from "../WriteBuffer.ts";

export interface Failure {
  readonly run: number;
  readonly step: string;
  readonly name: string;
  readonly attempt: number;
  readonly reason: string;
  readonly log: string;
}

/** A run as it starts. */
export interface NewRun {
  readonly command: string;
  readonly file: string;
  readonly experiment: string;
  readonly tags?: ReadonlyArray<string>;
  readonly note?: string | undefined;
  /** The experiment file as it stood, as JSON. */
  readonly written?: Json;
}

/** A step of the configuration that a run stands for: its own, or of a sweep the winner's. */
export interface RunStep {
  readonly step: string;
  readonly key: string;
  /** Name of its result. */
  readonly name: string;
}

/** What came of a run: what it is compared by. */
export interface RunRecord {
  /** By step and metric: `train.validation.accuracy`. */
  readonly metrics: Metrics;
  /** The configuration with every default filled in. */
  readonly settings: Json;
  readonly steps: ReadonlyArray<RunStep>;
}

export interface RunRow {
  readonly id: number;
  readonly command: string;
  readonly file: string;
  readonly experiment: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly status: string;
  readonly tags: ReadonlyArray<string>;
  readonly note: string | null;
  readonly metrics: Metrics;
}

/** A run with all that it can be compared by. `written` and `settings` are null where they are not known. */
export interface KeptRun extends RunRow, RunRecord {
  readonly written: Json;
}

interface Columns extends Omit<RunRow, "tags" | "metrics"> {
  readonly tags: string;
  readonly metrics: string;
  readonly pid: number;
}

const COLUMNS =
  "id, pid, command, file, experiment, started_at AS startedAt, ended_at AS endedAt, status, tags, note, metrics";

const decodeTags = Schema.decodeUnknownSync(Schema.fromJsonString(Schema.Array(Schema.String)));
const decodeMetrics = Schema.decodeUnknownSync(Schema.fromJsonString(Metrics));

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (cause) {
    return cause instanceof Error && "code" in cause && cause.code === "EPERM"; // it is another user's
  }
};

/** A run whose process is gone without a word was killed, whether or not a later run has noted it. */
const rowOf = ({ pid, ...columns }: Columns): RunRow => ({
  ...columns,
  status: columns.status === "running" && !isAlive(pid) ? "killed" : columns.status,
  tags: decodeTags(columns.tags),
  metrics: decodeMetrics(columns.metrics),
});

export const runsTable = (db: Sqlite, buffer: WriteBuffer, now: () => number) => {
  const insertEvent = db.prepare("INSERT INTO events VALUES (?, ?, ?)");
  return {
    /** Number of a new run; runs whose process is gone are marked as killed. */
    startRun: (run: NewRun): number => {
      const running = db
        .prepare<[], { id: number; pid: number }>("SELECT id, pid FROM runs WHERE status = 'running'")
        .all();
      const killed = db.prepare("UPDATE runs SET status = 'killed' WHERE id = ?");
      for (const { id, pid } of running) if (!isAlive(pid)) killed.run(id);
      const { lastInsertRowid } = db
        .prepare(
          "INSERT INTO runs (command, file, experiment, pid, started_at, status, tags, note, written) VALUES (?, ?, ?, ?, ?, 'running', ?, ?, ?)",
        )
        .run(
          run.command,
          run.file,
          run.experiment,
          process.pid,
          now(),
          canonicalJson(run.tags ?? []),
          run.note ?? null,
          canonicalJson(run.written ?? null),
        );
      return Number(lastInsertRowid);
    },
    endRun: (id: number, status: string, summary?: string) => {
      buffer.flush();
      db.prepare("UPDATE runs SET status = ?, ended_at = ?, summary = ? WHERE id = ?").run(
        status,
        now(),
        summary ?? null,
        id,
      );
    },
    /** Keeps what came of a run. */
    keepRun: db.transaction((id: number, { metrics, settings, steps }: RunRecord) => {
      db.prepare("UPDATE runs SET metrics = ?, settings = ? WHERE id = ?").run(
        canonicalJson(metrics),
        canonicalJson(settings),
        id,
      );
      const insert = db.prepare("INSERT OR REPLACE INTO run_steps VALUES (?, ?, ?, ?, ?)");
      steps.forEach(({ step, key, name }, position) => {
        insert.run(id, position, step, key, name);
      });
    }),
    keptRun: (id: number): KeptRun | undefined => {
      const columns = db
        .prepare<[number], Columns & { written: string; settings: string }>(
          `SELECT ${COLUMNS}, written, settings FROM runs WHERE id = ?`,
        )
        .get(id);
      if (columns === undefined) return undefined;
      const steps = db
        .prepare<[number], RunStep>("SELECT step, key, name FROM run_steps WHERE run = ? ORDER BY position")
        .all(id);
      const { written, settings } = columns;
      return { ...rowOf(columns), written: JSON.parse(written), settings: JSON.parse(settings), steps };
    },
    /** Hash of the report's data of the newest run of a file that has one. */
    lastSummary: (file: string): string | undefined =>
      db
        .prepare<[string], { summary: string }>(
          "SELECT summary FROM runs WHERE file = ? AND summary IS NOT NULL ORDER BY id DESC LIMIT 1",
        )
        .get(file)?.summary,
    runs: (): ReadonlyArray<RunRow> =>
      db.prepare<[], Columns>(`SELECT ${COLUMNS} FROM runs ORDER BY id DESC`).all().map(rowOf),
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
    /** Epochs are kept as rows of their trajectories alone. */
    appendEvent: (run: number, event: StepEvent) => {
      if (event._tag === "Epoch") return;
      const at = now();
      buffer.add(() => insertEvent.run(run, at, JSON.stringify(event)));
    },
  };
};
