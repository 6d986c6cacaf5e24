/** Gradients of the loss on a few examples, beside what the loss itself does when one number of a tensor moves. */
import { type NamedValues, type Slice, uploadTensors } from "@attune/nn";
import { dispose, type Tensor, tensor, tensor1d } from "@tensorflow/tfjs-core";
import type { Wiring } from "./Check.ts";
import { lossGradients } from "./lossGradients.ts";
import { uploadSlice } from "./uploadSlice.ts";

export interface GradientProbe {
  readonly loss: number;
  /** By tensor. */
  readonly gradients: Readonly<Record<string, Float32Array>>;
  /** (f(w + h) − f(w − h))/2h, with the h that float32 really applied. */
  readonly difference: (name: string, at: number, step: number) => number;
  /** Values before an activation whose sign differs between the two ends. */
  readonly kinks: (name: string, at: number, step: number) => number;
  /** Gives the tensors back. */
  readonly close: () => void;
}

export const openGradientProbe = (wiring: Wiring, weights: NamedValues, slice: Slice): GradientProbe => {
  const { engine, model, batchLoss } = wiring;
  const given = {
    params: uploadTensors(weights),
    ...uploadSlice(slice),
    key: tensor1d([0, 0, 0, 0], "int32"),
  };
  const analytic = engine.compile(lossGradients(wiring))(given);
  const gradients = Object.fromEntries(
    Object.entries(analytic.gradients).map(([name, value]) => [name, Float32Array.from(value.dataSync())]),
  );
  const loss = analytic.loss.dataSync()[0] ?? Number.NaN;
  dispose(analytic);
  const forward = engine.compile(({ params, inputs, targets, key }: typeof given) =>
    batchLoss(model.apply(params, inputs, { training: true, key }), targets),
  );
  const observed = engine.compile(({ params, inputs, key }: typeof given) => {
    const seen: Record<string, Tensor> = {};
    model.apply(params, inputs, {
      training: true,
      key,
      observe: (layer, kind, value) => {
        if (kind === "preactivation") seen[layer] = value;
      },
    });
    return seen;
  });
  /** `use` with the number moved by `by`, and the move that float32 made of it. */
  const moved = <A>(name: string, at: number, by: number, use: (from: typeof given) => A) => {
    const { shape, data } = weights[name]!;
    const changed = Float32Array.from(data);
    changed[at]! += by;
    const own = tensor(changed, [...shape]);
    const result = use({ ...given, params: { ...given.params, [name]: own } });
    own.dispose();
    return { result, applied: changed[at]! - data[at]! };
  };
  const lossAt = (from: typeof given): number => {
    const value = forward(from);
    const number = value.dataSync()[0] ?? Number.NaN;
    value.dispose();
    return number;
  };
  const signsAt = (from: typeof given): ReadonlyArray<boolean> => {
    const values = observed(from);
    const signs = Object.values(values).flatMap((value) => Array.from(value.dataSync(), (each) => each > 0));
    dispose(values);
    return signs;
  };
  return {
    loss,
    gradients,
    difference: (name, at, step) => {
      const [up, down] = [moved(name, at, step, lossAt), moved(name, at, -step, lossAt)];
      return (up.result - down.result) / (up.applied - down.applied);
    },
    kinks: (name, at, step) => {
      const [up, down] = [moved(name, at, step, signsAt), moved(name, at, -step, signsAt)];
      return up.result.filter((sign, i) => sign !== down.result[i]).length;
    },
    close: () => dispose(given),
  };
};
