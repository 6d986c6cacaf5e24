/** Invocations: what ran when, how it ended, what failed on the way, and what happened in which order. */
import * as Schema from "effect/Schema";
import type { Sqlite } from "../Sqlite.ts";
import { StepEvent } from "../StepEvent.ts";
import type { WriteBuffer } from "../WriteBuffer.ts";

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

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

export const runsTable = (db: Sqlite, buffer: WriteBuffer, now: () => number) => {
  const insertEvent = db.prepare("INSERT INTO events VALUES (?, ?, ?)");
  return {
    /** Number of a new run; runs whose process is gone are marked as killed. */
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
      buffer.flush();
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
      buffer.add(() => insertEvent.run(run, at, encodeEvent(event)));
    },
  };
};
