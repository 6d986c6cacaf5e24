import type { ParamShape } from "@attune/nn";
import { shapeSize } from "./shapeSize.ts";

/**
 * The tensor as a matrix, one column for each output, row-major: [inputs, outputs] of a dense layer as it is, a
 * convolution's [height, width, channels in, channels out] as [height · width · channels in, channels out]. A vector
 * is one row.
 */
export const matrixOf = (shape: ParamShape): { readonly rows: number; readonly columns: number } => {
  const columns = shape.shape.at(-1) ?? 1;
  return { rows: shapeSize(shape) / columns, columns };
};
