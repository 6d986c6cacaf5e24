/** Which parts of a step's key differ from those of an earlier one. */
import type { KeyParts, SeenStep } from "@attune/core";
import { jsonDifferences, shownValue } from "./jsonDifferences.ts";

type KeySource = Pick<SeenStep, "parts" | "files">;

/** Files of the code that are not the same. */
export const changedFiles = (before: KeySource["files"], after: KeySource["files"]): ReadonlyArray<string> =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (file) => before[file] !== after[file],
  );

const changes = (before: unknown, after: unknown): ReadonlyArray<string> =>
  jsonDifferences(before, after).map(
    ({ path, before, after }) => `${path} was ${shownValue(before)}, is ${shownValue(after)}`,
  );

/** One line for each part that changed. */
export const keyDifference = (
  before: KeySource,
  after: { readonly parts: KeyParts; readonly files: KeySource["files"] },
): ReadonlyArray<string> => {
  const lines: Array<string> = [];
  if (before.parts.code !== after.parts.code) {
    lines.push(
      `the code changed: ${changedFiles(before.files, after.files).join(", ") || "what it imports"}`,
    );
  }
  if (before.parts.data !== after.parts.data) lines.push("the data changed: its content has another digest");
  for (const change of changes(before.parts.view, after.parts.view))
    lines.push(`the settings changed: ${change}`);
  for (const part of ["kind", "seed", "engine"] as const) {
    if (before.parts[part] !== after.parts[part])
      lines.push(`the ${part} changed: was ${before.parts[part]}, is ${after.parts[part]}`);
  }
  for (const change of changes(before.parts.inputs, after.parts.inputs))
    lines.push(`what it consumes changed: ${change.replaceAll(/[0-9a-f]{56}(?=["@])/g, "…")}`);
  return lines;
};
