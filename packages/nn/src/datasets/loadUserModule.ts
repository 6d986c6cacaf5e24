/** Loads a module of the user's that the experiment file names by its path. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** `file:line:column` of the first place that the stack of an error names. */
const placeOf = (error: Error): string | undefined =>
  /(?:file:\/\/)?(\/[^\s()]+\.[cm]?[jt]sx?:\d+(?::\d+)?)/.exec(error.stack ?? "")?.[1];

/** What a mistake in the user's code says, on one line, with its place. */
export const userMistake = (cause: unknown): string => {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const place = placeOf(error);
  return `${error.message.trim().replace(/\s*\n\s*/g, "; ")}${place === undefined ? "" : ` (${place})`}`;
};

/** Its default export. `uses` is a path relative to `directory`, the experiment file's. */
export const loadUserModule = async (
  uses: string,
  directory: string,
): Promise<{ readonly exported: unknown } | { readonly problem: string; readonly remedy?: string }> => {
  const path = resolve(directory, uses);
  if (!existsSync(path)) {
    return { problem: `there is no file ${uses}`, remedy: "the path is relative to the experiment file" };
  }
  try {
    const exports: { readonly default?: unknown } = await import(pathToFileURL(path).href);
    return { exported: exports.default };
  } catch (cause) {
    return { problem: `${uses} cannot be loaded: ${userMistake(cause)}` };
  }
};
