import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { decodeExperiment, type Experiment, InvalidExperiment, type Planner } from "@attune/core";
import * as Effect from "effect/Effect";

/** The path as it is best shown: from the current folder, where it lies in it. */
export const shownPath = (file: string): string => {
  const path = relative(process.cwd(), file);
  return path.startsWith("..") ? file : path;
};

/** Reads and decodes an experiment file with `--set` overrides; a file that cannot be read is a problem like any other. */
export const readExperiment = Effect.fn("readExperiment")(function* (
  path: string,
  planner: Planner,
  overrides: ReadonlyArray<string> = [],
): Effect.fn.Return<Experiment, InvalidExperiment> {
  const file = resolve(path);
  const text = yield* Effect.try({
    try: () => new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file)),
    catch: (cause) => {
      const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
      const message =
        code === "ENOENT"
          ? "there is no such file"
          : code === "EISDIR"
            ? "is a folder, expected a file"
            : `cannot be read: ${String(cause)}`;
      return new InvalidExperiment({ problems: [{ file: path, message }] });
    },
  });
  return yield* decodeExperiment(file, text, planner.language, { shownAs: shownPath(file), overrides });
});
