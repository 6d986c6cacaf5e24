export interface Dealt {
  /** [groups] */
  readonly partOf: ReadonlyArray<number>;
  /** Examples that each part got. */
  readonly sizes: ReadonlyArray<number>;
}

/**
 * Whole groups to parts that want `wanted` examples: the largest group first, each to the part that lacks most. A
 * part gets less than one largest group above what it wants. The sizes do not depend on the order of the groups;
 * which of equal groups goes where does. (Graham 1969, longest processing time first; as scikit-learn's GroupKFold.)
 */
export const dealGroups = (groupSizes: ReadonlyArray<number>, wanted: ReadonlyArray<number>): Dealt => {
  const lacking = [...wanted];
  const partOf = groupSizes.map(() => 0);
  const largestFirst = groupSizes.map((_, group) => group).sort((a, b) => groupSizes[b]! - groupSizes[a]!);
  for (const group of largestFirst) {
    const part = lacking.indexOf(Math.max(...lacking));
    partOf[group] = part;
    lacking[part]! -= groupSizes[group]!;
  }
  return { partOf, sizes: wanted.map((size, part) => size - lacking[part]!) };
};
