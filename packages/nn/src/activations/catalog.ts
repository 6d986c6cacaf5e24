/** The activations, apart from the catalog of layers because layers are composed with them. */
import { linear } from "./linear.ts";
import { relu } from "./relu.ts";
import { sigmoid } from "./sigmoid.ts";
import { tanh } from "./tanh.ts";

export const activations = { linear, relu, tanh, sigmoid };
