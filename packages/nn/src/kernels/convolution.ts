/**
 * Convolutions of images, channels last, with bias and, where asked for, relu. On the engine wasm one kernel, with lazy
 * gradients as in `affine`: what relu had set to 0 is left out of them as they are read.
 */
import {
  add,
  conv2d,
  depthwiseConv2d,
  engine,
  type GradConfig,
  relu as reluOf,
  type Tensor,
  type Tensor4D,
} from "@tensorflow/tfjs-core";
import { hasKernel } from "./hasKernel.ts";
import { spreadFilter } from "./spreadFilter.ts";

/** Strides and dilations: down and across. */
export interface Convolution {
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
  /** same: the output has as many places as the input has, divided by the stride; valid: no margins. */
  readonly padding: "same" | "valid";
  readonly relu: boolean;
}

type Kind = "Conv2d" | "Depthwise";

/** The plain definition. A dilated filter is one with zeros in it: engines lack gradients of dilations. */
const plain = (
  kind: Kind,
  x: Tensor,
  filter: Tensor,
  bias: Tensor | undefined,
  { strides, dilations, padding, relu }: Convolution,
): Tensor => {
  const operation = kind === "Conv2d" ? conv2d : depthwiseConv2d;
  const whole = spreadFilter(filter, dilations);
  // of four axes, by contract
  const sums = operation(x as Tensor4D, whole as Tensor4D, [...strides], padding);
  const shifted = bias === undefined ? sums : add(sums, bias);
  return relu ? reluOf(shifted) : shifted;
};

const convolve =
  (kind: Kind) =>
  (x: Tensor, filter: Tensor, bias: Tensor | undefined, settings: Convolution): Tensor => {
    const kernelName = `${kind}Affine_attune`;
    if (!hasKernel(kernelName)) return plain(kind, x, filter, bias, settings);
    const { strides, dilations, padding, relu } = settings;
    const attrs = { strides: [...strides], dilations: [...dilations], pad: padding, relu };
    const inputs = bias === undefined ? { x, filter } : { x, filter, bias };
    return engine().runKernel<Tensor>(kernelName, inputs, attrs);
  };

/**
 * y[i, j, o] = b[o] + Σ x[s i + d u − p, s j + d v − p, c] w[u, v, c, o]: x [batch, height, width, in], filter
 * [height, width, in, out], bias [out] → [batch, …, out].
 */
export const convolution = convolve("Conv2d");

/** The plain definition of `convolution`. */
export const plainConvolution = (...given: Parameters<typeof convolution>): Tensor =>
  plain("Conv2d", ...given);

/**
 * Every channel with filters of its own: filter [height, width, in, multiplier], bias [in · multiplier] →
 * [batch, …, in · multiplier], the results of one channel side by side.
 */
export const depthwiseConvolution = convolve("Depthwise");

/** The plain definition of `depthwiseConvolution`. */
export const plainDepthwiseConvolution = (...given: Parameters<typeof convolution>): Tensor =>
  plain("Depthwise", ...given);

export const convolutionGradients: ReadonlyArray<GradConfig> = (["Conv2d", "Depthwise"] as const).map(
  (kind) => ({
    kernelName: `${kind}Affine_attune`,
    inputsToSave: ["x", "filter"],
    outputsToSave: [true],
    gradFunc: (dOut, saved, attrs) => {
      const [dy, x, filter, output] = [dOut, ...saved] as [Tensor, Tensor, Tensor, Tensor]; // one output
      const seen = attrs.relu === true ? { dy, y: output } : { dy };
      const run = (name: string, inputs: Record<string, Tensor>, shapes = {}) =>
        engine().runKernel<Tensor>(name, inputs, { ...attrs, ...shapes });
      return {
        x: () => run(`${kind}Input_attune`, { ...seen, filter }, { inputShape: x.shape }),
        filter: () => run(`${kind}Filter_attune`, { ...seen, x }, { filterShape: filter.shape }),
        bias: () => run("BiasGradient_attune", seen),
      };
    },
  }),
);
