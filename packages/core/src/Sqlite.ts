/** Opens the store's SQLite file: WAL, one writer, migrated to the newest schema. */
import Database from "better-sqlite3";
import { migrations } from "./migrations.ts";

export type Sqlite = Database.Database;

/** `file` may be `:memory:`. Throws where the file is no database, or was made by a newer version. */
export const openSqlite = (file: string): Sqlite => {
  const db = new Database(file, { timeout: 5000 });
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = NORMAL");
  const versionOf = () => Number(db.pragma("user_version", { simple: true }));
  if (versionOf() > migrations.length) {
    db.close();
    throw new Error(
      `${file} was written by a newer attune (schema ${versionOf()}, this one knows ${migrations.length})`,
    );
  }
  db.transaction(() => {
    // read once the lock is held: another process may have migrated it just now
    for (const migration of migrations.slice(versionOf())) db.exec(migration);
    db.pragma(`user_version = ${migrations.length}`);
  }).immediate();
  return db;
};
