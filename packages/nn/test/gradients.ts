/** Gradients against central differences, in float32. */
import { type Tensor, tensor, valueAndGrad } from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import { normals, stream } from "../src/index.ts";

const step = 2e-2;

/** `count` numbers at least 0.1 away from 0, where relu has its corner. */
export const awayFromZero = (purpose: string, count: number): Float32Array =>
  normals(stream(11, purpose), count).map((value) => value + Math.sign(value) * 0.1);

/** d/dx of f(x), a scalar, at `values`, beside its differences. */
export const expectGradient = (
  f: (x: Tensor) => Tensor,
  values: Float32Array,
  shape: ReadonlyArray<number>,
  tolerance = 5e-3,
): void => {
  const at = (changed: Float32Array): Tensor => tensor(changed, [...shape]);
  const { grad } = valueAndGrad((x: Tensor) => f(x))(at(values));
  expect(grad.shape).toEqual(shape);
  for (const [index, actual] of grad.dataSync().entries()) {
    const around = [step, -step].map((difference) => {
      const changed = values.slice();
      changed[index]! += difference;
      return f(at(changed)).dataSync()[0]!;
    });
    const expected = (around[0]! - around[1]!) / (2 * step);
    expect(Math.abs(actual - expected), `element ${index}: ${actual} beside ${expected}`).toBeLessThanOrEqual(
      tolerance * (1 + Math.abs(expected)),
    );
  }
};
