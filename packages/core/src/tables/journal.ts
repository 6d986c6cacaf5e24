/** Journals of studies: entries by position. What they say is the study's business. */
import { canonicalJson } from "../canonicalJson.ts";
import type { Sqlite } from "../Sqlite.ts";
import type { Json } from "../StepKind.ts";

export const journalTable = (db: Sqlite) => {
  const deleteFrom = db.prepare("DELETE FROM journal WHERE study = ? AND position >= ?");
  const insert = db.prepare("INSERT INTO journal VALUES (?, ?, ?)");
  return {
    journal: (study: string): ReadonlyArray<Json> =>
      db
        .prepare<[string], { entry: string }>("SELECT entry FROM journal WHERE study = ? ORDER BY position")
        .all(study)
        .map(({ entry }): Json => JSON.parse(entry)),
    /** Keeps the entry at a position and drops all that stood after it. */
    putJournal: db.transaction((study: string, position: number, entry: Json) => {
      deleteFrom.run(study, position);
      insert.run(study, position, canonicalJson(entry));
    }),
  };
};
