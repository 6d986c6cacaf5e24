import type { ParamShape } from "@attune/nn";

/** How many numbers the tensor holds. */
export const shapeSize = ({ shape }: ParamShape): number =>
  shape.reduce((product, length) => product * length, 1);
