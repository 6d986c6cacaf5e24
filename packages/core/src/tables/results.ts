/** The cache: outcomes by name, with the blobs and findings that belong to them. */
import * as Schema from "effect/Schema";
import type { Artifacts } from "../Artifacts.ts";
import { canonicalJson } from "../canonicalJson.ts";
import { Outcome } from "../Outcome.ts";
import type { Sqlite } from "../Sqlite.ts";
import { sha256 } from "../sha256.ts";
import type { WriteBuffer } from "../WriteBuffer.ts";

export interface StoredResult {
  readonly name: string;
  readonly outcome: Outcome;
  readonly durationMillis: number;
}

const isOutcome = Schema.is(Outcome);

/** What a text holds as it stands; undefined where that is no outcome. */
const parseOutcome = (text: string): Outcome | undefined => {
  const value: unknown = JSON.parse(text);
  return isOutcome(value) ? value : undefined;
};

/** Checkpoints of a trajectory that are kept once its request has ended. */
const KEPT_CHECKPOINTS = 2;

export const resultsTable = (db: Sqlite, artifacts: Artifacts, buffer: WriteBuffer, now: () => number) => {
  const isReferenced = db.prepare<[string, string], unknown>(
    "SELECT 1 FROM artifacts WHERE hash = ? UNION ALL SELECT 1 FROM checkpoints WHERE hash = ? LIMIT 1",
  );
  const selectResult = db.prepare<[string], { outcome: string; checksum: string; duration: number }>(
    "SELECT outcome, checksum, duration_millis AS duration FROM results WHERE name = ?",
  );
  const deleteResult = db.prepare("DELETE FROM results WHERE name = ?");
  const insertResult = db.prepare("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?, ?)");
  const insertArtifact = db.prepare("INSERT OR REPLACE INTO artifacts VALUES (?, ?, ?)");
  const deleteFindings = db.prepare("DELETE FROM findings WHERE name = ?");
  const insertFinding = db.prepare("INSERT INTO findings VALUES (?, ?, ?, ?, ?)");
  const selectCheckpoints = db.prepare<[string], { epoch: number; hash: string }>(
    "SELECT epoch, hash FROM checkpoints WHERE key = ? ORDER BY epoch DESC",
  );
  const deleteCheckpoint = db.prepare("DELETE FROM checkpoints WHERE key = ? AND epoch = ?");
  const removeUnreferenced = (hash: string) => {
    if (isReferenced.get(hash, hash) === undefined) artifacts.remove(hash);
  };

  /** Drops all checkpoints of a trajectory but the last ones, and gives the hashes of their blobs. */
  const dropCheckpoints = (key: string): ReadonlyArray<string> => {
    const old = selectCheckpoints.all(key).slice(KEPT_CHECKPOINTS);
    for (const { epoch } of old) deleteCheckpoint.run(key, epoch);
    return old.map(({ hash }) => hash);
  };

  return {
    /** The cached result of that name, if its row and all its blobs are sound; a corrupt one is dropped. */
    result: (name: string): StoredResult | undefined => {
      const row = selectResult.get(name);
      if (row === undefined) return undefined;
      const outcome = sha256(row.outcome) === row.checksum ? parseOutcome(row.outcome) : undefined;
      if (outcome !== undefined && Object.values(outcome.artifacts).every(artifacts.verify)) {
        return { name, outcome, durationMillis: row.duration };
      }
      deleteResult.run(name);
      return undefined;
    },
    /**
     * Writes a result with the rows before it, and drops the checkpoints that nobody needs any more. It is read as it
     * stands, so that what is made of it has the same bytes whether it came from a run or from the cache.
     */
    putResult: (key: string, result: StoredResult): void => {
      const { name, outcome, durationMillis } = result;
      const text = JSON.stringify(outcome);
      const dropped = db.transaction(() => {
        buffer.flush();
        insertResult.run(name, key, text, sha256(text), durationMillis, now());
        for (const [role, hash] of Object.entries(outcome.artifacts)) {
          insertArtifact.run(name, role, hash);
        }
        deleteFindings.run(name);
        outcome.findings.forEach((finding, i) => {
          insertFinding.run(name, i, finding.code, finding.severity, canonicalJson(finding));
        });
        return dropCheckpoints(key);
      })();
      for (const hash of dropped) removeUnreferenced(hash);
    },
  };
};
