import type { ParamShape } from "@attune/nn";

/**
 * Where the matrix [channels in, channels out] in the middle of a kernel [height, width, channels in, channels out]
 * begins: ⌊length / 2⌋ along each side. A matrix is its own middle, a vector is one row.
 */
export const kernelMiddle = ({
  shape,
}: ParamShape): { readonly offset: number; readonly inputs: number; readonly outputs: number } => {
  const [inputs = 1, outputs = 1] = shape.length < 2 ? [1, shape[0]] : shape.slice(-2);
  const middle = shape.slice(0, -2).reduce((at, side) => at * side + Math.floor(side / 2), 0);
  return { offset: middle * inputs * outputs, inputs, outputs };
};
