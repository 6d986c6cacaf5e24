/**
 * Standard normal random numbers inside a step, keyed as `randomUniform` is: the numbers of `normals`, to the last bits
 * on all engines but wasm, whose logarithm and cosine are its own.
 */
import { engine, type KernelConfig, type Tensor } from "@tensorflow/tfjs-core";
import { normals } from "../Random.ts";
import { drawingKernel } from "./drawingKernel.ts";

const kernelName = "RandomNormal_attune";

/** float32 `shape` of the stream that `name` has below the stream of `key`. */
export const randomNormal = (key: Tensor, name: string, shape: ReadonlyArray<number>): Tensor =>
  engine().runKernel<Tensor>(kernelName, { key }, { name, shape: [...shape] });

export const randomNormalKernel = (backendName: string): KernelConfig =>
  drawingKernel(kernelName, normals, backendName);
