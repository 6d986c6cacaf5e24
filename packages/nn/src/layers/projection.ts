/** The shortcut of a residual block. */
import { matMul, reshape, type Tensor, type Tensor2D } from "@tensorflow/tfjs-core";
import { convolution } from "../kernels/convolution.ts";
import type { LayerProblem } from "../Layer.ts";
import type { ParamShapes, Params } from "../Params.ts";

export interface Projection {
  readonly params: ParamShapes;
  /** [batch, ...from] → [batch, ...to]. */
  readonly apply: (params: Params, input: Tensor) => Tensor;
}

/** The stride that a "same" convolution of size 1 needs; undefined where none gives `to`. */
const strideOf = (from: number, to: number): number | undefined => {
  const stride = Math.ceil(from / to);
  return Math.ceil(from / stride) === to ? stride : undefined;
};

const mismatch = (from: ReadonlyArray<number>, to: ReadonlyArray<number>): LayerProblem => ({
  problem: `expected a branch whose output can be added to its input [${from.join(", ")}], received [${to.join(", ")}]`,
  remedy: "only the last axis may differ, and height and width by a stride",
});

/**
 * The identity where the shapes are equal; else x W over the last axis, with weight `name`: of images [height, width,
 * in] a convolution of size 1, [1, 1, in, out], with the stride that takes height and width to those of `to`; else
 * [in, out].
 */
export const projection = (
  name: string,
  from: ReadonlyArray<number>,
  to: ReadonlyArray<number>,
): Projection | LayerProblem => {
  if (from.join() === to.join()) return { params: {}, apply: (_params, input) => input };
  if (from.length !== to.length) return mismatch(from, to);
  const [fanIn, fanOut] = [from.at(-1)!, to.at(-1)!];
  const weight = (shape: ReadonlyArray<number>): ParamShapes => ({
    [name]: { shape, role: "weight", fanIn, fanOut, activation: "linear" },
  });
  if (from.slice(0, -1).join() === to.slice(0, -1).join()) {
    return {
      params: weight([fanIn, fanOut]),
      apply: (params, input) => {
        const rows = reshape(input, [-1, fanIn]) as Tensor2D; // as asked for
        const product = matMul(rows, params[name] as Tensor2D); // as in params
        return reshape(product, [input.shape[0]!, ...to]);
      },
    };
  }
  if (from.length !== 3) return mismatch(from, to);
  const [down, across] = [strideOf(from[0]!, to[0]!), strideOf(from[1]!, to[1]!)];
  if (down === undefined || across === undefined) return mismatch(from, to);
  return {
    params: weight([1, 1, fanIn, fanOut]),
    apply: (params, input) =>
      convolution(input, params[name]!, undefined, {
        strides: [down, across],
        dilations: [1, 1],
        padding: "same",
        relu: false,
      }),
  };
};
