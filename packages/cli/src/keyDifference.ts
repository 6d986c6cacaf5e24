/** Which parts of a step's key differ from those of an earlier one. */
import { canonicalJson, type KeyParts, type SeenStep } from "@attune/core";

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const text = (value: unknown): string => (value === undefined ? "nothing" : canonicalJson(value));

/** Paths at which two JSON values differ, with both values. */
const differences = (before: unknown, after: unknown, path: string): ReadonlyArray<string> => {
  if (isObject(before) && isObject(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
      differences(before[key], after[key], path === "" ? key : `${path}.${key}`),
    );
  }
  return text(before) === text(after) ? [] : [`${path} was ${text(before)}, is ${text(after)}`];
};

const changedFiles = (before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (file) => before[file] !== after[file],
  );

/** One line for each part that changed. */
export const keyDifference = (
  before: SeenStep,
  after: { readonly parts: KeyParts; readonly files: Readonly<Record<string, string>> },
): ReadonlyArray<string> => {
  const lines: Array<string> = [];
  if (before.parts.code !== after.parts.code) {
    lines.push(
      `the code changed: ${changedFiles(before.files, after.files).join(", ") || "what it imports"}`,
    );
  }
  if (before.parts.data !== after.parts.data) lines.push("the data changed: its content has another digest");
  for (const difference of differences(before.parts.view, after.parts.view, ""))
    lines.push(`the settings changed: ${difference}`);
  for (const part of ["kind", "seed", "engine"] as const) {
    if (before.parts[part] !== after.parts[part])
      lines.push(`the ${part} changed: was ${before.parts[part]}, is ${after.parts[part]}`);
  }
  for (const difference of differences(before.parts.inputs, after.parts.inputs, "")) {
    lines.push(`what it consumes changed: ${difference.replaceAll(/[0-9a-f]{56}(?=["@])/g, "…")}`);
  }
  return lines;
};
