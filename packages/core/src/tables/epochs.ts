/** Trajectories: the rows of their epochs, and the checkpoints that they can go on from. */
import type { Artifacts } from "../Artifacts.ts";
import { canonicalJson } from "../canonicalJson.ts";
import type { EpochRow, Metrics } from "../Outcome.ts";
import type { Sqlite } from "../Sqlite.ts";
import type { Checkpoint } from "../StepKind.ts";
import type { WriteBuffer } from "../WriteBuffer.ts";

/** By hand: a schema takes longer than the rest of reading them. */
const isMetrics = (value: unknown): value is Metrics =>
  typeof value === "object" && value !== null && Object.values(value).every(Number.isFinite);

/** Undefined of a text that is damaged. */
const parseMetrics = (text: string): Metrics | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isMetrics(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

export const epochsTable = (db: Sqlite, artifacts: Artifacts, buffer: WriteBuffer, now: () => number) => {
  const insertEpoch = db.prepare("INSERT OR IGNORE INTO epochs VALUES (?, ?, ?, ?)");
  const insertCheckpoint = db.prepare("INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?)");
  const selectEpochs = db.prepare<[string], { epoch: number; scalars: string }>(
    "SELECT epoch, scalars FROM epochs WHERE key = ? ORDER BY epoch",
  );
  const deleteEpoch = db.prepare("DELETE FROM epochs WHERE key = ? AND epoch = ?");
  const countEpochs = db.prepare<[string], { count: number }>(
    "SELECT COUNT(*) AS count FROM epochs WHERE key = ?",
  );
  const selectCheckpoints = db.prepare<[string, number], Checkpoint>(
    "SELECT epoch, hash FROM checkpoints WHERE key = ? AND epoch <= ? ORDER BY epoch DESC",
  );
  /** Keys with rows that the buffer may still hold. */
  const waiting = new Set<string>();
  const settle = (key: string) => {
    if (!waiting.has(key)) return;
    buffer.flush();
    waiting.clear();
  };
  return {
    /** The rows of a trajectory; a damaged one is dropped. */
    epochs: (key: string): ReadonlyArray<EpochRow> => {
      settle(key);
      return selectEpochs.all(key).flatMap(({ epoch, scalars: text }) => {
        const scalars = parseMetrics(text);
        if (scalars !== undefined) return [{ epoch, scalars }];
        deleteEpoch.run(key, epoch);
        return [];
      });
    },
    /** How many rows it has. */
    epochCount: (key: string): number => {
      settle(key);
      return countEpochs.get(key)?.count ?? 0;
    },
    appendEpoch: (key: string, row: EpochRow, checkpoint: string | undefined) => {
      const scalars = canonicalJson(row.scalars);
      const at = now();
      waiting.add(key);
      buffer.add(() => {
        insertEpoch.run(key, row.epoch, scalars, at);
        if (checkpoint !== undefined) insertCheckpoint.run(key, row.epoch, checkpoint);
      });
    },
    /** The latest sound checkpoint of a trajectory at or before an epoch. */
    checkpoint: (key: string, until: number): Checkpoint | undefined => {
      settle(key);
      return selectCheckpoints.all(key, until).find(({ hash }) => artifacts.verify(hash));
    },
  };
};
