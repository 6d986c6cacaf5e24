/** Tensors by name. Names are paths: `layers.0.weight`. */
import { type Tensor, tensor } from "@tensorflow/tfjs-core";
import type { NamedValues } from "./Safetensors.ts";

export type Tensors = Readonly<Record<string, Tensor>>;

/** Weights and biases: what training changes. Settings are never called params. */
export type Params = Tensors;

export interface ParamShape {
  readonly shape: ReadonlyArray<number>;
  /** Numbers that flow into one output. */
  readonly fanIn: number;
  /** Numbers that one input flows into. */
  readonly fanOut: number;
  /**
   * A scale multiplies what was normalized, a statistic (a running mean) is carried along and never trained: neither
   * has an initializer. L1, L2 and what is measured of weights leave out all but weights.
   */
  readonly role: "weight" | "bias" | "scale" | "statistic";
  /**
   * One number for all elements, or one for each. Of a scale (1 if none) and of a statistic (0) the first value; of a
   * weight or a bias added to what its initializer gives (0).
   */
  readonly start?: number | ReadonlyArray<number>;
  /** Name of the activation that follows, `linear` if none: initializers scale by its gain. */
  readonly activation: string;
}

export type ParamShapes = Readonly<Record<string, ParamShape>>;

/** What training changes by gradients: all but statistics. */
export const isTrained = ({ role }: Pick<ParamShape, "role">): boolean => role !== "statistic";

/** Those of the shapes that training changes by gradients. */
export const trainedShapes = (shapes: ParamShapes): ParamShapes =>
  Object.fromEntries(Object.entries(shapes).filter(([, shape]) => isTrained(shape)));

/** Values onto the current engine. The caller disposes. */
export const uploadTensors = (values: NamedValues): Tensors =>
  Object.fromEntries(
    Object.entries(values).map(([name, { shape, data }]) => [
      name,
      tensor(data, [...shape], data instanceof Float32Array ? "float32" : "int32"),
    ]),
  );

/** Copies of the tensors' values, off the engine. */
export const downloadTensors = (tensors: Tensors): NamedValues =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, value]) => {
      const data = value.dataSync();
      return [
        name,
        {
          shape: value.shape,
          data: value.dtype === "int32" ? new Int32Array(data) : new Float32Array(data),
        },
      ];
    }),
  );
