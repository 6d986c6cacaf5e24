/**
 * Uniform random numbers inside a step, keyed by an input tensor and never by a captured number: a step that is
 * traced once and replayed draws anew each time. Same bits as `uniforms` on every engine.
 */
import { engine, type KernelConfig, type Tensor } from "@tensorflow/tfjs-core";
import { type Stream, uniforms } from "../Random.ts";
import { drawingKernel } from "./drawingKernel.ts";

const kernelName = "RandomUniform_attune";

/** Values of the int32 tensor `key` [4]: a stream's key, the epoch and the iteration. */
export const noiseKey = ({ key }: Stream, epoch: number, iteration: number): Int32Array =>
  Int32Array.of(key[0], key[1], epoch, iteration);

/** float32 `shape`, uniform on [0, 1), of the stream that `name` has below the stream of `key`. */
export const randomUniform = (key: Tensor, name: string, shape: ReadonlyArray<number>): Tensor =>
  engine().runKernel<Tensor>(kernelName, { key }, { name, shape: [...shape] });

export const randomUniformKernel = (backendName: string): KernelConfig =>
  drawingKernel(kernelName, uniforms, backendName);
