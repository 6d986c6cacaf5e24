/** Edits (insert, delete, replace) between two texts. Wagner & Fischer 1974. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
};

/** The name with the fewest edits from `name`, whatever the case of its letters. */
export const nearestName = (name: string, names: ReadonlyArray<string>): string | undefined => {
  const edits = (other: string) => distance(name.toLowerCase(), other.toLowerCase());
  return names.toSorted((a, b) => edits(a) - edits(b))[0];
};
