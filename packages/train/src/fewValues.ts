import type { Slice } from "@attune/nn";

/** Combinations of feature values for each row, up to which rows are alike by chance. */
const ROOM = 100;

/** Whether the features take so few values (below 100 combinations an example) that equal rows are bound to come about. */
export const fewValues = ({ size, inputs }: Slice): boolean => {
  const width = inputs.length / size;
  let room = 0;
  for (let column = 0; column < width; column++) {
    const seen = new Set<number>();
    for (let row = 0; row < size; row++) seen.add(inputs[row * width + column]!);
    room += Math.log(seen.size);
    if (room > Math.log(ROOM * size)) return false;
  }
  return true;
};
