import { type Patch, patchText } from "@attune/core";

/** The lines of an experiment that a patch takes out, then those it puts in; undefined where it has no place for it. */
export const patchDiff = (yaml: string, patch: Patch): string | undefined => {
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
