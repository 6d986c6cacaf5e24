/** What an operation gives on the engine wasm, beside the engine cpu: both have to be open. */
import * as tf from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import { normals, stream } from "../src/index.ts";

export type Given = ReadonlyArray<{
  readonly shape: number[];
  readonly data: Float32Array | Int32Array | Uint8Array;
}>;
export type Operation = (inputs: ReadonlyArray<tf.Tensor>) => tf.Tensor | ReadonlyArray<tf.Tensor>;

/** What an operation gives on an engine: shape, type and numbers of each output. */
export const on = async (engine: string, operation: Operation, given: Given) => {
  await tf.setBackend(engine);
  return tf.tidy(() => {
    const inputs = given.map(({ shape, data }) =>
      tf.tensor(
        data,
        shape,
        data instanceof Float32Array ? "float32" : data instanceof Int32Array ? "int32" : "bool",
      ),
    );
    const outputs = [operation(inputs)].flat() as tf.Tensor[];
    return outputs.map((output) => ({
      shape: output.shape,
      dtype: output.dtype,
      numbers: [...output.dataSync()],
    }));
  });
};

export const close = (a: number, b: number): boolean =>
  Object.is(a, b) || a === b || Math.abs(a - b) <= 2e-5 * (1 + Math.abs(b));

export const same = async (operation: Operation, given: Given): Promise<void> => {
  const actual = await on("wasm", operation, given);
  const expected = await on("cpu", operation, given);
  expect(actual.map(({ shape, dtype }) => [shape, dtype])).toEqual(
    expected.map(({ shape, dtype }) => [shape, dtype]),
  );
  for (const [at, { numbers }] of expected.entries()) {
    for (const [index, number] of numbers.entries()) {
      const received = actual[at]!.numbers[index]!;
      if (!close(received, number))
        expect.fail(`output ${at}, element ${index}: ${received} beside ${number}`);
    }
  }
};

export const sizeOf = (shape: ReadonlyArray<number>): number =>
  shape.reduce((product, length) => product * length, 1);

export const floats = (
  shape: number[],
  seed: number,
  change: (value: number) => number = (value) => value,
) => ({
  shape,
  data: normals(stream(seed, "values"), sizeOf(shape)).map(change),
});
