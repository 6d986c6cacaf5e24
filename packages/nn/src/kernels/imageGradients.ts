/** Gradients of the operations of tfjs on images, for networks written with them: see `gradients.ts`. */
import {
  type Attribute,
  engine,
  type GradConfig,
  type NamedAttrMap,
  type Tensor,
} from "@tensorflow/tfjs-core";

type Attributes = Readonly<Record<string, Attribute>>;

const run = (name: string, inputs: Record<string, Tensor>, attrs: Attributes): Tensor =>
  engine().runKernel<Tensor>(name, inputs, attrs as NamedAttrMap);

const dilated = ({ dilations }: Attributes): boolean => [dilations ?? 1].flat().some((value) => value !== 1);

/** Kernels of other engines take no dilations here and would give wrong numbers. */
const undilated = (attrs: Attributes): Attributes => {
  if (dilated(attrs) && engine().backendName !== "wasm") {
    throw new Error(
      `the gradient of a dilated convolution is on the engine wasm only, not ${engine().backendName}`,
    );
  }
  return attrs;
};

const filtered = (kernelName: string, backward: string): GradConfig => ({
  kernelName,
  inputsToSave: ["x", "filter"],
  gradFunc: (dOut, saved, attrs) => {
    const [dy, x, filter] = [dOut, ...saved] as [Tensor, Tensor, Tensor]; // one output; inputsToSave
    const settings = undilated(attrs as Attributes); // as tfjs calls it
    return {
      x: () => run(`${backward}Input`, { dy, filter }, { ...settings, inputShape: x.shape }),
      filter: () => run(`${backward}Filter`, { x, dy }, { ...settings, filterShape: filter.shape }),
    };
  },
});

export const imageGradients: ReadonlyArray<GradConfig> = [
  filtered("Conv2D", "Conv2DBackprop"),
  filtered("DepthwiseConv2dNative", "DepthwiseConv2dNativeBackprop"),
  {
    kernelName: "MaxPool",
    inputsToSave: ["x"],
    outputsToSave: [true],
    gradFunc: (dOut, saved, attrs) => {
      const [dy, input, output] = [dOut, ...saved] as [Tensor, Tensor, Tensor]; // as above
      return { x: () => run("MaxPoolGrad", { dy, input, output }, attrs as Attributes) };
    },
  },
  {
    kernelName: "AvgPool",
    inputsToSave: ["x"],
    gradFunc: (dOut, saved, attrs) => {
      const [dy, input] = [dOut, ...saved] as [Tensor, Tensor]; // as above
      return { x: () => run("AvgPoolGrad", { dy, input }, attrs as Attributes) };
    },
  },
];
