/**
 * Standard normal random numbers inside a step, keyed as `randomUniform` is: the numbers of `normals`, to the last bits
 * on all engines but wasm, whose logarithm and cosine are its own.
 */
import {
  engine,
  type KernelBackend,
  type KernelConfig,
  type Tensor,
  type TensorInfo,
  util,
} from "@tensorflow/tfjs-core";
import { fold, normals } from "../Random.ts";

const kernelName = "RandomNormal_attune";

/** float32 `shape` of the stream that `name` has below the stream of `key`. */
export const randomNormal = (key: Tensor, name: string, shape: ReadonlyArray<number>): Tensor =>
  engine().runKernel<Tensor>(kernelName, { key }, { name, shape: [...shape] });

export const randomNormalKernel = (backendName: string): KernelConfig => ({
  kernelName,
  backendName,
  kernelFunc: ({ inputs, attrs, backend }): TensorInfo => {
    // tfjs types neither of these: the backend it was registered for, and what randomNormal passes
    const storage = backend as KernelBackend;
    const { name, shape } = attrs as unknown as { name: string; shape: number[] };
    const [key0, key1, epoch, iteration] = storage.readSync(inputs.key!.dataId) as Int32Array; // int32 by contract
    const from = fold({ key: [key0! >>> 0, key1! >>> 0] }, name);
    const values = normals(from, util.sizeFromShape(shape), epoch! >>> 0, iteration! >>> 0);
    return { dataId: storage.write(values, shape, "float32"), shape, dtype: "float32" };
  },
});
