/** Journals of studies: entries by position. What they say is the study's business. */
import { canonicalJson } from "../canonicalJson.ts";
import type { Sqlite } from "../Sqlite.ts";
import type { Json } from "../StepKind.ts";
import type { WriteBuffer } from "../WriteBuffer.ts";

export const journalTable = (db: Sqlite, buffer: WriteBuffer) => {
  const deleteFrom = db.prepare("DELETE FROM journal WHERE study = ? AND position >= ?");
  const insert = db.prepare("INSERT INTO journal VALUES (?, ?, ?)");
  return {
    journal: (study: string): ReadonlyArray<Json> => {
      buffer.flush();
      return db
        .prepare<[string], { entry: string }>("SELECT entry FROM journal WHERE study = ? ORDER BY position")
        .all(study)
        .map(({ entry }): Json => JSON.parse(entry));
    },
    /** Keeps the entry at a position and drops all that stood after it. */
    putJournal: (study: string, position: number, entry: Json) => {
      const text = canonicalJson(entry);
      buffer.add(() => {
        deleteFrom.run(study, position);
        insert.run(study, position, text);
      });
    },
  };
};
