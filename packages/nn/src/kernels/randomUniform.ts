/**
 * Uniform random numbers inside a step, keyed by an input tensor and never by a captured number: a step that is
 * traced once and replayed draws anew each time. Same bits as `uniforms` on every engine.
 */
import {
  engine,
  type KernelBackend,
  type KernelConfig,
  type Tensor,
  type TensorInfo,
  util,
} from "@tensorflow/tfjs-core";
import { fold, type Stream, uniforms } from "../Random.ts";

const kernelName = "RandomUniform_attune";

/** Values of the int32 tensor `key` [4]: a stream's key, the epoch and the iteration. */
export const noiseKey = ({ key }: Stream, epoch: number, iteration: number): Int32Array =>
  Int32Array.of(key[0], key[1], epoch, iteration);

/** float32 `shape`, uniform on [0, 1), of the stream that `name` has below the stream of `key`. */
export const randomUniform = (key: Tensor, name: string, shape: ReadonlyArray<number>): Tensor =>
  engine().runKernel<Tensor>(kernelName, { key }, { name, shape: [...shape] });

export const randomUniformKernel = (backendName: string): KernelConfig => ({
  kernelName,
  backendName,
  kernelFunc: ({ inputs, attrs, backend }): TensorInfo => {
    // tfjs types neither of these: the backend it was registered for, and what randomUniform passes
    const storage = backend as KernelBackend;
    const { name, shape } = attrs as unknown as { name: string; shape: number[] };
    const [key0, key1, epoch, iteration] = storage.readSync(inputs.key!.dataId) as Int32Array; // int32 by contract
    const from = fold({ key: [key0! >>> 0, key1! >>> 0] }, name);
    const values = uniforms(from, util.sizeFromShape(shape), epoch! >>> 0, iteration! >>> 0);
    return { dataId: storage.write(values, shape, "float32"), shape, dtype: "float32" };
  },
});
