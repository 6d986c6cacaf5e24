/** Keys that the steps of experiments have had, with their parts: for `why`. */
import type { KeyParts } from "../CacheKey.ts";
import { canonicalJson } from "../canonicalJson.ts";
import type { Plan } from "../Plan.ts";
import type { Sqlite } from "../Sqlite.ts";
import type { WriteBuffer } from "../WriteBuffer.ts";

/** A step as it was planned: for `why`. */
export interface SeenStep {
  readonly experiment: string;
  readonly step: string;
  readonly key: string;
  readonly parts: KeyParts;
  readonly files: Readonly<Record<string, string>>;
}

/** The files of a step are its code's where it has none of its own. */
const FILES =
  "CASE files WHEN '' THEN (SELECT files FROM codes WHERE digest = parts ->> 'code') ELSE files END AS files";

export const stepsTable = (db: Sqlite, buffer: WriteBuffer, now: () => number) => {
  const insert = db.prepare("INSERT OR REPLACE INTO steps VALUES (?, ?, ?, ?, '', ?)");
  const insertCode = db.prepare("INSERT OR IGNORE INTO codes VALUES (?, ?)");
  /** Of what plans share. */
  const texts = new WeakMap<KeyParts | SeenStep["files"], string>();
  const textOf = (shared: KeyParts | SeenStep["files"]): string => {
    const text = texts.get(shared) ?? canonicalJson(shared);
    texts.set(shared, text);
    return text;
  };
  return {
    /** Keeps the keys of a plan's steps; `prefix` names the plan in its experiment, `trial 3/`. */
    sawPlan: (experiment: string, prefix: string, { steps }: Plan) => {
      const at = now();
      buffer.add(() => {
        for (const { id, key, parts, code } of steps) {
          insertCode.run(code.digest, textOf(code.files));
          insert.run(experiment, `${prefix}${id}`, key, textOf(parts), at);
        }
      });
    },
    /** What a key is made of; undefined where it was never planned here. */
    seenKey: (key: string): Pick<SeenStep, "parts" | "files"> | undefined => {
      buffer.flush();
      const row = db
        .prepare<[string], { parts: string; files: string }>(
          `SELECT parts, ${FILES} FROM steps WHERE key = ? LIMIT 1`,
        )
        .get(key);
      return row && { parts: JSON.parse(row.parts), files: JSON.parse(row.files) };
    },
    /** The newest key of a step other than `key`. */
    previousStep: (experiment: string, step: string, key: string): SeenStep | undefined => {
      buffer.flush();
      const row = db
        .prepare<[string, string, string], { key: string; parts: string; files: string }>(
          `SELECT key, parts, ${FILES} FROM steps WHERE experiment = ? AND step = ? AND key <> ? ORDER BY seen_at DESC LIMIT 1`,
        )
        .get(experiment, step, key);
      return (
        row && { experiment, step, key: row.key, parts: JSON.parse(row.parts), files: JSON.parse(row.files) }
      );
    },
  };
};
