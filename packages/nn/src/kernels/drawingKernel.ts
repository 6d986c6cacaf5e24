/** Random numbers as a kernel for any backend: drawn in JavaScript, of the stream that an input tensor keys. */
import { type KernelBackend, type KernelConfig, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { fold, type Stream } from "../Random.ts";
import { attributes } from "./attributes.ts";

/** What `name` has below the stream of the key, in a tensor of `shape`. */
export interface DrawnAs {
  readonly name: string;
  readonly shape: number[];
}

type Draw = (from: Stream, count: number, epoch: number, iteration: number) => Float32Array;

export const drawingKernel = (kernelName: string, draw: Draw, backendName: string): KernelConfig => ({
  kernelName,
  backendName,
  kernelFunc: ({ inputs, attrs, backend }): TensorInfo => {
    const storage = backend as KernelBackend; // the one that it was registered for
    const { name, shape } = attributes<DrawnAs>(attrs);
    const [key0, key1, epoch, iteration] = storage.readSync(inputs.key!.dataId) as Int32Array; // int32 by contract
    const from = fold({ key: [key0! >>> 0, key1! >>> 0] }, name);
    const values = draw(from, util.sizeFromShape(shape), epoch! >>> 0, iteration! >>> 0);
    return { dataId: storage.write(values, shape, "float32"), shape, dtype: "float32" };
  },
});
