/** Of float32: gradients of units that are the same may be added up in another order. */
const ROUNDING = 1e-5;

/**
 * How many columns of `weights` [rows, columns] have another with exactly the same weights and, but for rounding, the
 * same gradient: an update cannot tell such units apart.
 */
export const alikeUnits = (
  weights: ArrayLike<number>,
  gradients: ArrayLike<number>,
  columns: number,
): number => {
  const rows = weights.length / columns;
  const place = (column: number, row: number) => row * columns + column;
  let largest = 0;
  for (let at = 0; at < gradients.length; at++) largest = Math.max(largest, Math.abs(gradients[at]!));
  const same = (a: number, b: number): boolean => {
    for (let row = 0; row < rows; row++) {
      const [i, j] = [place(a, row), place(b, row)];
      if (weights[i] !== weights[j]) return false;
      if (!(Math.abs(gradients[i]! - gradients[j]!) <= ROUNDING * largest)) return false;
    }
    return true;
  };
  // columns with the same weights have the same sum: few are compared one by one
  const sums = Array.from({ length: columns }, (_, column) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += (row + 1) * weights[place(column, row)]!;
    return sum;
  });
  const groups = Map.groupBy(sums.keys(), (column) => sums[column]!);
  let alike = 0;
  for (const group of groups.values()) {
    let left = group;
    while (left.length > 1) {
      const [first, ...rest] = left as [number, ...Array<number>]; // more than one
      const twins = rest.filter((column) => same(first, column));
      if (twins.length > 0) alike += twins.length + 1;
      left = rest.filter((column) => !twins.includes(column));
    }
  }
  return alike;
};
