export { adam } from "./adam";
export { copy, fill, oneHot, rearrange, select } from "./arrange";
export {
  add, addInt, divide, equal, equalInt, greater, greaterEqual, greaterEqualInt, greaterInt, less, lessEqual,
  lessEqualInt, lessInt, maximum, maximumInt, minimum, minimumInt, multiply, multiplyInt, notEqual, notEqualInt,
  squaredDifference, sub, subInt,
} from "./binary";
export { crossEntropy } from "./crossEntropy";
export { product } from "./product";
export { fold, uniform } from "./random";
export { argMax, largest, smallest, sum } from "./reduce";
export {
  abs, erf, exp, expm1, intToBool, log, log1p, neg, relu, rsqrt, sigmoid, sign, sqrt, square, step, tanh, toBool,
  toFloat, toInt,
} from "./unary";

/** The first address past the constants of the code. */
export const heapStart: usize = __heap_base;
