import { line } from "d3-shape";
import { px } from "./Plot.tsx";

export type Point = readonly [number, number];

const draw = line<Point>(
  ([x]) => px(x),
  ([, y]) => px(y),
);

/** The path through the points; empty of none. */
export const linePath = (points: ReadonlyArray<Point>): string => draw([...points]) ?? "";

/** The closed area between two lines that share their x. */
export const bandPath = (upper: ReadonlyArray<Point>, lower: ReadonlyArray<Point>): string =>
  upper.length === 0 ? "" : `${linePath([...upper, ...lower.toReversed()])}Z`;
