/** Trajectories: the rows of their epochs, and the checkpoints that they can go on from. */
import * as Schema from "effect/Schema";
import type { Artifacts } from "../Artifacts.ts";
import { canonicalJson } from "../canonicalJson.ts";
import { type EpochRow, Metrics } from "../Outcome.ts";
import type { Sqlite } from "../Sqlite.ts";
import type { Checkpoint } from "../StepKind.ts";
import type { WriteBuffer } from "../WriteBuffer.ts";

const decodeMetrics = Schema.decodeUnknownSync(Schema.fromJsonString(Metrics));

export const epochsTable = (db: Sqlite, artifacts: Artifacts, buffer: WriteBuffer, now: () => number) => {
  const insertEpoch = db.prepare("INSERT OR IGNORE INTO epochs VALUES (?, ?, ?, ?)");
  const insertCheckpoint = db.prepare("INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?)");
  const selectEpochs = db.prepare<[string], { epoch: number; scalars: string }>(
    "SELECT epoch, scalars FROM epochs WHERE key = ? ORDER BY epoch",
  );
  const countEpochs = db.prepare<[string], { count: number }>(
    "SELECT COUNT(*) AS count FROM epochs WHERE key = ?",
  );
  const selectCheckpoints = db.prepare<[string, number], Checkpoint>(
    "SELECT epoch, hash FROM checkpoints WHERE key = ? AND epoch <= ? ORDER BY epoch DESC",
  );
  return {
    epochs: (key: string): ReadonlyArray<EpochRow> => {
      buffer.flush();
      return selectEpochs.all(key).map(({ epoch, scalars }) => ({ epoch, scalars: decodeMetrics(scalars) }));
    },
    /** How many rows it has. */
    epochCount: (key: string): number => {
      buffer.flush();
      return countEpochs.get(key)?.count ?? 0;
    },
    appendEpoch: (key: string, row: EpochRow, checkpoint: string | undefined) => {
      const scalars = canonicalJson(row.scalars);
      const at = now();
      buffer.add(() => {
        insertEpoch.run(key, row.epoch, scalars, at);
        if (checkpoint !== undefined) insertCheckpoint.run(key, row.epoch, checkpoint);
      });
    },
    /** The latest sound checkpoint of a trajectory at or before an epoch. */
    checkpoint: (key: string, until: number): Checkpoint | undefined => {
      buffer.flush();
      return selectCheckpoints.all(key, until).find(({ hash }) => artifacts.verify(hash));
    },
  };
};
