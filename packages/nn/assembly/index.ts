export { adam, adamStep } from "./adam";
export { addScaled } from "./addScaled";
export { copy, fill, oneHot, place, rearrange, select } from "./arrange";
export {
  add, addInt, divide, equal, equalInt, greater, greaterEqual, greaterEqualInt, greaterInt, less, lessEqual,
  lessEqualInt, lessInt, maximum, maximumInt, minimum, minimumInt, multiply, multiplyInt, notEqual, notEqualInt,
  squaredDifference, sub, subInt,
} from "./binary";
export { batchNorm, batchNormAdd, batchNormAddRelu, batchNormRelu } from "./batchNorm";
export { batchNormGradient, batchNormReluGradient } from "./batchNormGradient";
export { biasGradient, biasReluGradient } from "./biasGradient";
export { convolution, convolutionFilter, convolutionInput } from "./convolution";
export { crossEntropy } from "./crossEntropy";
export { depthwise, depthwiseFilter, depthwiseInput } from "./depthwise";
export { gather, segmentSum } from "./gather";
export { gru, gruGradient } from "./gru";
export { lstm, lstmGradient } from "./lstm";
export { averagePool, averagePoolGradient } from "./averagePool";
export { maxPool, maxPoolGradient, maxPoolReluGradient } from "./maxPool";
export { fusesProducts } from "./fusesProducts";
export { product } from "./product";
export { fold, normal, uniform } from "./random";
export { argMax, largest, smallest, sum } from "./reduce";
export {
  abs, addReluGradient, erf, exp, expm1, intToBool, log, log1p, neg, relu, reluGradient, rsqrt, sigmoid, sign, sqrt, square, step, tanh, toBool,
  toFloat, toInt,
} from "./unary";
export { winograd, winogradFilter } from "./winograd";

/** The first address past the constants of the code. */
export const heapStart: usize = __heap_base;
