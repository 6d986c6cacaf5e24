/** Journals of studies: entries by position. What they say is the study's business. */
import { canonicalJson } from "../canonicalJson.ts";
import type { Sqlite } from "../Sqlite.ts";
import type { Json } from "../StepKind.ts";

export const journalTable = (db: Sqlite) => ({
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
});
