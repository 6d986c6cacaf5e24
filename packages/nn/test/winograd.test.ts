import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { suitsWinograd } from "../src/engines/wasm/kernels/winograd.ts";
import { openEngine } from "../src/index.ts";
import { type Convolution, convolution, plainConvolution } from "../src/kernels/convolution.ts";
import { floats, type Given, type Operation, on } from "./besideCpu.ts";

beforeAll(async () => {
  await openEngine("wasm");
  await openEngine("cpu");
});

interface Sizes {
  readonly batch: number;
  readonly h: number;
  readonly w: number;
  readonly cin: number;
  readonly cout: number;
  readonly padding: "same" | "valid";
  readonly relu: boolean;
  readonly biased: boolean;
  readonly seed: number;
}

const plain = { strides: [1, 1], dilations: [1, 1], kernel: [3, 3] } as const;
const infoOf = ({ batch, h, w, cin, cout, padding }: Sizes) =>
  tf.backend_util.computeConv2DInfo([batch, h, w, cin], [3, 3, cin, cout], 1, 1, padding);

/** Images of every remainder by tiles. */
const sizes: fc.Arbitrary<Sizes> = fc
  .record({
    batch: fc.constantFrom(1, 2, 3),
    h: fc.integer({ min: 3, max: 12 }),
    w: fc.integer({ min: 3, max: 12 }),
    cin: fc.constantFrom(16, 32),
    cout: fc.constantFrom(16, 48),
    padding: fc.constantFrom("same", "valid"),
    relu: fc.boolean(),
    biased: fc.boolean(),
    seed: fc.integer({ min: 0, max: 1e6 }),
  })
  .filter((each) => suitsWinograd(infoOf(each)));

/** Whole numbers, and a bias between them: so relu turns on the same side of 0 in either way of summing. */
const inputsOf = ({ batch, h, w, cin, cout, seed }: Sizes): Given => [
  floats([batch, h, w, cin], seed, Math.round),
  floats([3, 3, cin, cout], seed + 1, Math.round),
  floats([cout], seed + 2, (value) => Math.round(value) + 0.5),
];

/** The output, and the gradients of a sum over it. */
const operationOf =
  (given: Sizes): Operation =>
  ([x, filter, bias]) => {
    const settings: Convolution = { ...plain, ...given, relu: given.relu && given.biased };
    const convolve = tf.getBackend() === "wasm" ? convolution : plainConvolution;
    const { value, grads } = tf.valueAndGrads((...all: ReadonlyArray<tf.Tensor>) => {
      const output = convolve(all[0]!, all[1]!, given.biased ? all[2] : undefined, settings);
      return tf.sum(tf.mul(output, tf.add(output, 1))) as tf.Scalar;
    })(given.biased ? [x!, filter!, bias!] : [x!, filter!]);
    return [convolve(x!, filter!, given.biased ? bias : undefined, settings), value, ...grads];
  };

/** The largest difference, in root mean squares of what is expected. */
const distance = (actual: ReadonlyArray<number>, expected: ReadonlyArray<number>): number => {
  const square = expected.reduce((sum, value) => sum + value ** 2, 0) / expected.length;
  const worst = expected.reduce((most, value, at) => Math.max(most, Math.abs(value - actual[at]!)), 0);
  return square === 0 ? worst : worst / Math.sqrt(square);
};

describe("Winograd's convolution", () => {
  it("is the plain convolution, and so are its gradients, to 6e-5", async () => {
    await fc.assert(
      fc.asyncProperty(sizes, async (given) => {
        const actual = await on("wasm", operationOf(given), inputsOf(given));
        const expected = await on("cpu", operationOf(given), inputsOf(given));
        for (const [at, { shape, numbers }] of expected.entries()) {
          expect(actual[at]!.shape).toEqual(shape);
          expect(distance(actual[at]!.numbers, numbers), `output ${at}`).toBeLessThan(6e-5);
        }
      }),
      { numRuns: 12 },
    );
  });

  it("keeps one image's numbers out of another's, and reads nothing past the borders", async () => {
    const x = floats([3, 8, 8, 16], 1);
    for (let at = 0; at < 8 * 8 * 16; at++) x.data[at] = Number.NaN;
    const [output] = await on("wasm", ([a, b]) => tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, 1, "same"), [
      x,
      floats([3, 3, 16, 16], 2),
    ]);
    const numbers = output!.numbers;
    expect(numbers.slice(0, 1024).every(Number.isNaN)).toBe(true);
    expect(numbers.slice(1024).every(Number.isFinite)).toBe(true);
  });

  it("makes of many images, in several groups, what it makes of each", async () => {
    const [images, side, channels] = [7, 32, 16];
    const each = side * side * channels;
    const x = floats([images, side, side, channels], 1);
    const filter = floats([3, 3, channels, channels], 2);
    const operation = operationOf({
      ...{ batch: images, h: side, w: side, cin: channels, cout: channels },
      ...{ padding: "same", relu: false, biased: false, seed: 1 },
    });
    const all = await on("wasm", operation, [x, filter]);
    const alone = await Promise.all(
      Array.from({ length: images }, (_, at) =>
        on("wasm", operation, [
          { shape: [1, side, side, channels], data: x.data.slice(at * each, (at + 1) * each) },
          filter,
        ]),
      ),
    );
    for (const output of [0, 2]) // the output and the gradient towards x
      expect(alone.flatMap((one) => one[output]!.numbers)).toEqual(all[output]!.numbers);
    const sums = all[3]!.numbers.map((_, at) => alone.reduce((sum, one) => sum + one[3]!.numbers[at]!, 0));
    expect(distance(all[3]!.numbers, sums)).toBeLessThan(1e-5);
  });

  it.each([0, 1, 2, 3, 4])("has the gradients of a convolution with margins of %i", async (margin) => {
    const operation: Operation = (given) => {
      const { value, grads } = tf.valueAndGrads((x: tf.Tensor, filter: tf.Tensor) => {
        const output = tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, margin); // of four axes
        return tf.sum(tf.mul(output, tf.add(output, 1))) as tf.Scalar;
      })([...given]);
      return [value, ...grads];
    };
    const given = [floats([2, 8, 12, 16], 1), floats([3, 3, 16, 32], 2)];
    const actual = await on("wasm", operation, given);
    for (const [at, { numbers }] of (await on("cpu", operation, given)).entries())
      expect(distance(actual[at]!.numbers, numbers), `output ${at}`).toBeLessThan(6e-5);
  });

  const usual: Sizes = {
    ...{ batch: 2, h: 8, w: 8, cin: 16, cout: 16 },
    ...{ padding: "same", relu: false, biased: false, seed: 1 },
  };

  it.each<readonly [string, Partial<Sizes>]>([
    ["eight channels", { cin: 8 }],
    ["channels that are no sixteens", { cout: 24 }],
    ["tiles that would be half empty", { h: 5, w: 5 }],
  ])("leaves %s to the plain sums", (_title, change) => {
    expect(suitsWinograd(infoOf(usual))).toBe(true);
    expect(suitsWinograd(infoOf({ ...usual, ...change }))).toBe(false);
  });
});
