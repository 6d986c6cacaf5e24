import { type Patch, patchText } from "@attune/core";

const diffOf = (yaml: string, patch: Patch): string | undefined => {
  const patched = patchText(yaml, patch);
  if ("problem" in patched) return undefined;
  const [before, after] = [yaml.split("\n"), patched.text.split("\n")];
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  while (start < shortest && before[start] === after[start]) start++;
  let end = 0;
  while (end < shortest - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const parts = [before.slice(start, before.length - end), after.slice(start, after.length - end)] as const;
  const indent = Math.min(
    ...parts
      .flat()
      .filter((line) => line.trim() !== "")
      .map((line) => line.search(/\S/)),
  );
  const lines = (sign: string, all: ReadonlyArray<string>) =>
    all.map((line) => `${sign} ${line.slice(indent).trimEnd()}`);
  return [...lines("-", parts[0]), ...lines("+", parts[1])].join("\n");
};

/** Of the experiment that was asked for last: findings of a page share their patches. */
let last = { yaml: "", diffs: new Map<string, string | undefined>() };

/** The lines of an experiment that a patch takes out, then those it puts in; undefined where it has no place for it. */
export const patchDiff = (yaml: string, patch: Patch): string | undefined => {
  if (last.yaml !== yaml) last = { yaml, diffs: new Map() };
  const id = JSON.stringify(patch);
  const diff = last.diffs.has(id) ? last.diffs.get(id) : diffOf(yaml, patch);
  last.diffs.set(id, diff);
  return diff;
};
