type Counts = ReadonlyArray<ReadonlyArray<number>>;

interface Link {
  readonly part: number;
  readonly kind: number;
  readonly before: Link | undefined;
}

/**
 * How many examples of each class every part gets: `counts[class][part]`, each within one of
 * classSizes[class] · partSizes[part] / N, with exactly the sums given. Both lists sum to N.
 *
 * Controlled rounding (Cox 1987): the products are rounded down, and the rest is handed out as single examples along
 * augmenting paths of the graph of classes and parts, which always exist.
 */
export const stratifiedCounts = (
  classSizes: ReadonlyArray<number>,
  partSizes: ReadonlyArray<number>,
): Counts => {
  const total = partSizes.reduce((sum, size) => sum + size, 0);
  const counts = classSizes.map((size) => partSizes.map((part) => Math.floor((size * part) / total)));
  const canRound = classSizes.map((size) => partSizes.map((part) => (size * part) % total !== 0));
  const rounded = classSizes.map(() => partSizes.map(() => false));
  const free = partSizes.map((size, part) => size - counts.reduce((sum, row) => sum + row[part]!, 0));

  /** Parts that one more example of class `kind` can go to, others making room on the way. */
  const reach = (kind: number): Link | undefined => {
    const seen = new Set<number>();
    const queue: Array<Link> = [];
    const extend = (from: number, before: Link | undefined) => {
      partSizes.forEach((_, part) => {
        if (seen.has(part) || !canRound[from]![part] || rounded[from]![part]) return;
        seen.add(part);
        queue.push({ part, kind: from, before });
      });
    };
    extend(kind, undefined);
    for (const link of queue) {
      if (free[link.part]! > 0) return link;
      for (const [other, row] of rounded.entries()) if (row[link.part]) extend(other, link);
    }
    return undefined;
  };

  const give = (end: Link): void => {
    free[end.part]! -= 1;
    for (let link: Link | undefined = end; link !== undefined; link = link.before) {
      rounded[link.kind]![link.part] = true;
      if (link.before !== undefined) rounded[link.kind]![link.before.part] = false;
    }
  };

  for (const [kind, size] of classSizes.entries()) {
    const rest = size - counts[kind]!.reduce((sum, count) => sum + count, 0);
    for (let left = rest; left > 0; left--) give(reach(kind)!);
  }
  return counts.map((row, kind) => row.map((count, part) => count + (rounded[kind]![part] ? 1 : 0)));
};
