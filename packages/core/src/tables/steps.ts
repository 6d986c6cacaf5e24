/** Keys that the steps of experiments have had, with their parts: for `why`. */
import type { KeyParts } from "../CacheKey.ts";
import { canonicalJson } from "../canonicalJson.ts";
import type { Plan } from "../Plan.ts";
import type { Sqlite } from "../Sqlite.ts";

/** A step as it was planned: for `why`. */
export interface SeenStep {
  readonly experiment: string;
  readonly step: string;
  readonly key: string;
  readonly parts: KeyParts;
  readonly files: Readonly<Record<string, string>>;
}

export const stepsTable = (db: Sqlite, now: () => number) => {
  const insert = db.prepare("INSERT OR REPLACE INTO steps VALUES (?, ?, ?, ?, ?, ?)");
  /** Of what code digests share between plans. */
  const texts = new WeakMap<SeenStep["files"], string>();
  const textOf = (files: SeenStep["files"]): string => {
    const text = texts.get(files) ?? canonicalJson(files);
    texts.set(files, text);
    return text;
  };
  return {
    /** Keeps the keys of a plan's steps; `prefix` names the plan in its experiment, `trial 3/`. */
    sawPlan: db.transaction((experiment: string, prefix: string, { steps }: Plan) => {
      for (const { id, key, parts, code } of steps) {
        insert.run(experiment, `${prefix}${id}`, key, canonicalJson(parts), textOf(code.files), now());
      }
    }),
    /** What a key is made of; undefined where it was never planned here. */
    seenKey: (key: string): Pick<SeenStep, "parts" | "files"> | undefined => {
      const row = db
        .prepare<[string], { parts: string; files: string }>(
          "SELECT parts, files FROM steps WHERE key = ? LIMIT 1",
        )
        .get(key);
      return row && { parts: JSON.parse(row.parts), files: JSON.parse(row.files) };
    },
    /** The newest key of a step other than `key`. */
    previousStep: (experiment: string, step: string, key: string): SeenStep | undefined => {
      const row = db
        .prepare<[string, string, string], { key: string; parts: string; files: string }>(
          "SELECT key, parts, files FROM steps WHERE experiment = ? AND step = ? AND key <> ? ORDER BY seen_at DESC LIMIT 1",
        )
        .get(experiment, step, key);
      return (
        row && { experiment, step, key: row.key, parts: JSON.parse(row.parts), files: JSON.parse(row.files) }
      );
    },
  };
};
