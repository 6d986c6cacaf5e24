/** The activations, apart from the catalog of layers because layers are composed with them. */
import { elu } from "./elu.ts";
import { gelu } from "./gelu.ts";
import { leakyRelu } from "./leakyRelu.ts";
import { linear } from "./linear.ts";
import { relu } from "./relu.ts";
import { selu } from "./selu.ts";
import { sigmoid } from "./sigmoid.ts";
import { silu } from "./silu.ts";
import { softmax } from "./softmax.ts";
import { tanh } from "./tanh.ts";

export const activations = {
  linear,
  relu,
  leaky_relu: leakyRelu,
  elu,
  selu,
  gelu,
  silu,
  tanh,
  sigmoid,
  softmax,
};
