/**
 * Gradients of the tfjs kernels that layers, losses and penalties are written with. tfjs-core has them in a module
 * of its own that Node cannot load, so an operation used inside a step needs its row here.
 */
import {
  broadcast_util,
  cast,
  div,
  equal,
  exp,
  type GradConfig,
  matMul,
  mul,
  neg,
  ones,
  reshape,
  sign,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  util,
} from "@tensorflow/tfjs-core";
import { attributes } from "./attributes.ts";
import { reluGradient } from "./reluGradient.ts";

/** Of a function of one input `x`: `slope(dy, kept)`, where `keep` says whether x or the output is kept. */
const unary = (
  kernelName: string,
  keep: "input" | "output",
  slope: (dy: Tensor, kept: Tensor) => Tensor,
): GradConfig => ({
  kernelName,
  ...(keep === "input" ? { inputsToSave: ["x"] } : { outputsToSave: [true] }),
  gradFunc: (dy, [kept]) => ({ x: () => slope(dy as Tensor, kept!) }), // one output, so dy is one tensor
});

/** Sums over what broadcasting had repeated. */
const unbroadcast = (gradient: Tensor, like: Tensor): Tensor => {
  const axes = broadcast_util.getReductionAxes(like.shape, gradient.shape);
  return reshape(axes.length === 0 ? gradient : sum(gradient, axes), like.shape);
};

/** Of a function of `a` and `b`, with broadcasting. */
const binary = (
  kernelName: string,
  slopeA: (dy: Tensor, a: Tensor, b: Tensor) => Tensor,
  slopeB: (dy: Tensor, a: Tensor, b: Tensor) => Tensor,
): GradConfig => ({
  kernelName,
  inputsToSave: ["a", "b"],
  gradFunc: (dy, saved) => {
    const [a, b] = saved as [Tensor, Tensor]; // inputsToSave
    const dOut = dy as Tensor; // one output
    return { a: () => unbroadcast(slopeA(dOut, a, b), a), b: () => unbroadcast(slopeB(dOut, a, b), b) };
  },
});

/** Of a sum over axes, each element divided by `share` of them. */
const reduction = (kernelName: string, share: (elements: number) => number): GradConfig => ({
  kernelName,
  inputsToSave: ["x"],
  gradFunc: (dy, [x], attrs) => {
    const dOut = dy as Tensor; // one output
    const axes = util.parseAxisParam(attributes<{ axis: number | number[] }>(attrs).axis, x!.shape); // as tfjs calls it
    const kept = x!.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
    const factor = 1 / share(x!.size / Math.max(1, dOut.size));
    const each = (): Tensor => (factor === 1 ? dOut : mul(dOut, factor));
    return { x: () => mul(reshape(each(), kept), ones(x!.shape)) };
  },
});

/** Equal largest ones share the gradient evenly, as in PyTorch's `amax`. */
const maximum: GradConfig = {
  kernelName: "Max",
  inputsToSave: ["x"],
  outputsToSave: [true],
  gradFunc: (dy, [x, y], attrs) => {
    const axes = util.parseAxisParam(
      attributes<{ reductionIndices: number | number[] }>(attrs).reductionIndices, // as tfjs calls it
      x!.shape,
    );
    const kept = x!.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
    return {
      x: () => {
        const largest = cast(equal(x!, reshape(y!, kept)), "float32");
        // one output, so dy is one tensor
        return mul(largest, div(reshape(dy as Tensor, kept), sum(largest, axes, true)));
      },
    };
  },
};

const matrixProduct: GradConfig = {
  kernelName: "BatchMatMul",
  inputsToSave: ["a", "b"],
  gradFunc: (dy, saved, attrs) => {
    const [dOut, a, b] = [dy, ...saved] as [Tensor2D, Tensor2D, Tensor2D]; // products of matrices alone
    const { transposeA, transposeB } = attributes<{ transposeA: boolean; transposeB: boolean }>(attrs);
    return {
      a: () => (transposeA ? matMul(b, dOut, transposeB, true) : matMul(dOut, b, false, !transposeB)),
      b: () => (transposeB ? matMul(dOut, a, true, transposeA) : matMul(a, dOut, !transposeA, false)),
    };
  },
};

export const gradients: ReadonlyArray<GradConfig> = [
  unary("Identity", "output", (dy) => dy),
  unary("Cast", "output", (dy) => dy),
  unary("Reshape", "input", (dy, x) => reshape(dy, x.shape)),
  unary("Neg", "output", (dy) => neg(dy)),
  unary("Abs", "input", (dy, x) => mul(dy, sign(x))),
  unary("Square", "input", (dy, x) => mul(dy, mul(x, 2))),
  unary("Sqrt", "output", (dy, y) => div(dy, mul(y, 2))),
  unary("Rsqrt", "output", (dy, y) => mul(dy, mul(mul(y, mul(y, y)), -0.5))),
  unary("Exp", "output", (dy, y) => mul(dy, y)),
  unary("Erf", "input", (dy, x) => mul(dy, mul(exp(neg(mul(x, x))), 2 / Math.sqrt(Math.PI)))),
  unary("Log", "input", (dy, x) => div(dy, x)),
  unary("Relu", "output", reluGradient),
  unary("Sigmoid", "output", (dy, y) => mul(dy, mul(y, sub(1, y)))),
  unary("Tanh", "output", (dy, y) => mul(dy, sub(1, mul(y, y)))),
  binary(
    "Add",
    (dy) => dy,
    (dy) => dy,
  ),
  binary(
    "Sub",
    (dy) => dy,
    (dy) => neg(dy),
  ),
  binary(
    "Multiply",
    (dy, _a, b) => mul(dy, b),
    (dy, a) => mul(dy, a),
  ),
  binary(
    "RealDiv",
    (dy, _a, b) => div(dy, b),
    (dy, a, b) => neg(mul(dy, div(a, mul(b, b)))),
  ),
  binary(
    "SquaredDifference",
    (dy, a, b) => mul(dy, mul(sub(a, b), 2)),
    (dy, a, b) => mul(dy, mul(sub(b, a), 2)),
  ),
  reduction("Sum", () => 1),
  reduction("Mean", (elements) => elements),
  maximum,
  matrixProduct,
];
