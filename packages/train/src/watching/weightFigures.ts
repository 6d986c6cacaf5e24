import type { Values } from "@attune/nn";
import type { TensorFigures } from "../History.ts";
import { rounded } from "./rounded.ts";

const NEAR_ZERO = 1e-5;

/** What a tensor's values alone tell. */
export const weightFigures = ({
  data,
}: Values): Pick<TensorFigures, "norm" | "largest" | "nearZeroShare" | "negativeShare"> => {
  let squares = 0;
  let largest = 0;
  let near = 0;
  let negative = 0;
  for (let at = 0; at < data.length; at++) {
    const value = data[at]!;
    const size = Math.abs(value);
    squares += value * value;
    if (size > largest) largest = size;
    if (size < NEAR_ZERO) near++;
    if (value < 0) negative++;
  }
  const count = Math.max(1, data.length);
  const norm = rounded(Math.sqrt(squares));
  return {
    norm,
    largest: norm === null ? null : rounded(largest),
    nearZeroShare: near / count,
    negativeShare: negative / count,
  };
};
