/** Examples of each class 0 to `classes` − 1; labels beyond are not counted. */
export const classCounts = (labels: Int32Array, classes: number): ReadonlyArray<number> => {
  const counts = Array.from({ length: classes }, () => 0);
  for (const label of labels) if (label in counts) counts[label]!++;
  return counts;
};
