import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** Nearest folder at or above `start` that has one of `names`. */
const above = (start: string, names: ReadonlyArray<string>): string | undefined => {
  if (names.some((name) => existsSync(join(start, name)))) return start;
  return dirname(start) === start ? undefined : above(dirname(start), names);
};

/** The folder of the project that a file or folder is in, if it is in one. */
export const workspaceFolder = (start: string): string | undefined =>
  above(resolve(start), ["nx.json", ".git"]);

/**
 * Where state lives: `--store`, else `ATTUNE_STORE`, else `.attune` in the workspace that holds the experiment file,
 * else beside the file.
 */
export const storeFolder = (file: string, option: string | undefined): string => {
  const chosen = option ?? process.env.ATTUNE_STORE;
  if (chosen) return resolve(chosen);
  const folder = dirname(resolve(file));
  return join(above(folder, [".attune", "nx.json", ".git"]) ?? folder, ".attune");
};
