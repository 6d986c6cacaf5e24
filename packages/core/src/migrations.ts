/**
 * Schema of the store, one entry a version; `PRAGMA user_version` counts those that a file has had.
 * An entry is never changed once it has been released.
 */
export const migrations: ReadonlyArray<string> = [
  `
  CREATE TABLE runs (
    id INTEGER PRIMARY KEY, command TEXT NOT NULL, file TEXT NOT NULL, experiment TEXT NOT NULL,
    pid INTEGER NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER, status TEXT NOT NULL, summary TEXT
  ) STRICT;
  CREATE TABLE steps (
    experiment TEXT NOT NULL, step TEXT NOT NULL, key TEXT NOT NULL, parts TEXT NOT NULL, files TEXT NOT NULL,
    seen_at INTEGER NOT NULL, PRIMARY KEY (experiment, step, key)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE results (
    name TEXT PRIMARY KEY, key TEXT NOT NULL, outcome TEXT NOT NULL, checksum TEXT NOT NULL,
    duration_millis REAL NOT NULL, recorded_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE artifacts (
    name TEXT NOT NULL, role TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (name, role)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX artifacts_by_hash ON artifacts (hash);
  CREATE TABLE findings (
    name TEXT NOT NULL, position INTEGER NOT NULL, code TEXT NOT NULL, severity TEXT NOT NULL, finding TEXT NOT NULL,
    PRIMARY KEY (name, position)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE epochs (
    key TEXT NOT NULL, epoch INTEGER NOT NULL, scalars TEXT NOT NULL, recorded_at INTEGER NOT NULL,
    PRIMARY KEY (key, epoch)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE checkpoints (
    key TEXT NOT NULL, epoch INTEGER NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (key, epoch)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX checkpoints_by_hash ON checkpoints (hash);
  CREATE TABLE failures (
    id INTEGER PRIMARY KEY, run INTEGER NOT NULL, step TEXT NOT NULL, name TEXT NOT NULL, attempt INTEGER NOT NULL,
    reason TEXT NOT NULL, log TEXT NOT NULL, at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE events (run INTEGER NOT NULL, at INTEGER NOT NULL, event TEXT NOT NULL) STRICT;
  CREATE TABLE journal (
    study TEXT NOT NULL, position INTEGER NOT NULL, entry TEXT NOT NULL, PRIMARY KEY (study, position)
  ) STRICT, WITHOUT ROWID;
  `,
  // what a run can be found by and compared by; steps: of a run its plan's, of a sweep the winner's
  `
  ALTER TABLE runs ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
  ALTER TABLE runs ADD COLUMN note TEXT;
  ALTER TABLE runs ADD COLUMN metrics TEXT NOT NULL DEFAULT '{}';
  ALTER TABLE runs ADD COLUMN written TEXT NOT NULL DEFAULT 'null';
  ALTER TABLE runs ADD COLUMN settings TEXT NOT NULL DEFAULT 'null';
  CREATE TABLE run_steps (
    run INTEGER NOT NULL, position INTEGER NOT NULL, step TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL,
    PRIMARY KEY (run, position)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX steps_by_key ON steps (key);
  `,
  // files of a code once, however many steps run it: such a step's own are ''
  `
  CREATE TABLE codes (digest TEXT PRIMARY KEY, files TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `,
];
