import type { KernelConfig } from "@tensorflow/tfjs-core";
import { attributes } from "../../../kernels/attributes.ts";
import type { DrawnAs } from "../../../kernels/drawingKernel.ts";
import { nameWords } from "../../../Random.ts";
import { blockOf, empty, sizeOf, wasmKernel } from "../wasmKernel.ts";

/** Random numbers of the stream that the attribute `name` has below the stream of the key. */
const drawing = (kernelName: string, kernel: string): KernelConfig =>
  wasmKernel(kernelName, ({ backend, inputs, attrs }) => {
    const { name, shape } = attributes<DrawnAs>(attrs);
    let key = blockOf(inputs.key!);
    for (const words of nameWords(name)) {
      const next = backend.make("int32", 4);
      backend.call("fold", [key], [next], words);
      if (key !== blockOf(inputs.key!)) backend.disposeData(key);
      key = next;
    }
    const out = empty(backend, shape, "float32");
    backend.call(kernel, [key], [blockOf(out)], [sizeOf(shape)]);
    backend.disposeData(key);
    return out;
  });

/** Operations of our own, each with a plain definition beside the function that calls it. */
export const fused: ReadonlyArray<KernelConfig> = [
  wasmKernel("CrossEntropy_attune", ({ backend, inputs, attrs }) => {
    const [x, targets] = [inputs.x!, inputs.targets!];
    const [rows, classes] = x.shape as [number, number]; // by contract
    const loss = empty(backend, [rows], "float32");
    const difference = empty(backend, x.shape, "float32");
    const numbers = [rows, classes, attrs.smoothing as number]; // by contract
    backend.call(
      "crossEntropy",
      [blockOf(x), blockOf(targets)],
      [blockOf(loss), blockOf(difference)],
      numbers,
    );
    return [loss, difference];
  }),
  wasmKernel("ReluGradient_attune", ({ backend, inputs }) => {
    const [dy, y] = [inputs.dy!, inputs.y!];
    const out = empty(backend, y.shape, "float32");
    backend.call("reluGradient", [blockOf(dy), blockOf(y)], [blockOf(out)], [sizeOf(y.shape)]);
    return out;
  }),
  wasmKernel("Adam_attune", ({ backend, inputs }) => {
    const { gradient, sum, squares, beta1, beta2, scale, epsilon } = inputs;
    const reads = [gradient!, sum!, squares!, beta1!, beta2!, scale!, epsilon!].map(blockOf);
    const outs = [0, 1, 2].map(() => empty(backend, gradient!.shape, "float32"));
    backend.call("adam", reads, outs.map(blockOf), [sizeOf(gradient!.shape)]);
    return outs;
  }),
  drawing("RandomUniform_attune", "uniform"),
  drawing("RandomNormal_attune", "normal"),
];
