/** What a single change did to a text: the lines that went, then those that came, with their numbers. */
export const changedLines = (before: string, after: string): ReadonlyArray<string> => {
  const [old, now] = [before.split("\n"), after.split("\n")];
  let start = 0;
  while (start < Math.min(old.length, now.length) && old[start] === now[start]) start++;
  let end = 0;
  while (end < Math.min(old.length, now.length) - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const width = String(Math.max(old.length, now.length)).length;
  const shown = (sign: string, lines: ReadonlyArray<string>) =>
    lines
      .slice(start, lines.length - end)
      .map((line, i) => `${sign} ${String(start + i + 1).padStart(width)} | ${line}`);
  return [...shown("-", old), ...shown("+", now)];
};
