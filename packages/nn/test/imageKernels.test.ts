import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { openEngine } from "../src/index.ts";
import {
  type Convolution,
  convolution,
  depthwiseConvolution,
  plainConvolution,
  plainDepthwiseConvolution,
} from "../src/kernels/convolution.ts";
import { floats, type Operation, on, same } from "./besideCpu.ts";

beforeAll(async () => {
  await openEngine("wasm");
  await openEngine("cpu");
});

/** Small, so that sums of many of them are right to the digits that are compared. */
const small = (shape: number[], from: number) => floats(shape, from, (value) => value / 4);

const seed = fc.integer({ min: 0, max: 1e6 });
const few = fc.integer({ min: 1, max: 3 });
const padding = fc.constantFrom("same" as const, "valid" as const);

/** Images, and windows that fit them without margins. */
const images = fc.record({ kh: few, kw: few, dh: few, dw: few }).chain(({ kh, kw, dh, dw }) =>
  fc.record({
    batch: fc.constantFrom(0, 1, 2, 3, 5),
    h: fc.integer({ min: (kh - 1) * dh + 1, max: 11 }),
    w: fc.integer({ min: (kw - 1) * dw + 1, max: 11 }),
    cin: fc.constantFrom(1, 2, 3, 4, 5, 8, 9, 17),
    cout: fc.constantFrom(1, 2, 7, 8, 9, 16, 19),
    multiplier: fc.integer({ min: 1, max: 3 }),
    kernel: fc.constant([kh, kw] as const),
    strides: fc.tuple(few, few),
    dilations: fc.constant([dh, dw] as const),
    padding,
    relu: fc.boolean(),
    biased: fc.boolean(),
    seed,
  }),
);

/** The output, and the gradients of a sum over it towards all that is given. */
const withGradients =
  (operation: (inputs: ReadonlyArray<tf.Tensor>) => tf.Tensor): Operation =>
  (inputs) => {
    const { value, grads } = tf.valueAndGrads((...given: ReadonlyArray<tf.Tensor>) => {
      const output = operation(given);
      return tf.sum(tf.mul(output, tf.add(output, 1))) as tf.Scalar;
    })([...inputs]);
    return [operation(inputs), value, ...grads];
  };

const families = [
  { name: "convolution", own: convolution, plain: plainConvolution, deep: false },
  { name: "depthwise convolution", own: depthwiseConvolution, plain: plainDepthwiseConvolution, deep: true },
];

describe.each(families)("$name", ({ own, plain, deep }) => {
  it("is its plain definition on the engine cpu, and so are its gradients", async () => {
    await fc.assert(
      fc.asyncProperty(images, (given) => {
        const { batch, h, w, cin, kernel, biased, seed: from } = given;
        const last = deep ? given.multiplier : given.cout;
        const inputs = [
          small([batch, h, w, cin], from),
          small([...kernel, cin, last], from + 1),
          ...(biased ? [small([deep ? cin * last : last], from + 2)] : []),
        ];
        const settings: Convolution = given;
        return same(
          withGradients(([x, filter, bias]) =>
            (tf.getBackend() === "wasm" ? own : plain)(x!, filter!, bias, settings),
          ),
          inputs,
        );
      }),
      { numRuns: 150 },
    );
  });
});

describe("operations of tfjs on images", () => {
  /** tfjs takes one of strides and dilations only. */
  const plainImages = images.filter(
    ({ batch, strides, dilations }) =>
      batch > 0 && (strides.every((s) => s === 1) || dilations.every((d) => d === 1)),
  );

  /** Each with the length of its filter's last axis. */
  const operations = [
    [tf.conv2d, "cout"],
    [tf.depthwiseConv2d, "multiplier"],
  ] as const;

  it("Conv2D and DepthwiseConv2dNative, with dilations", async () => {
    await fc.assert(
      fc.asyncProperty(plainImages, async ({ batch, h, w, cin, kernel, strides, dilations, ...given }) => {
        const inputs = (last: number) => [
          small([batch, h, w, cin], given.seed),
          small([...kernel, cin, last], given.seed + 1),
        ];
        for (const [operation, last] of operations) {
          const convolve: Operation = ([x, filter]) =>
            operation(x as tf.Tensor4D, filter as tf.Tensor4D, strides, given.padding, "NHWC", [
              ...dilations,
            ]);
          await same(convolve, inputs(given[last]));
        }
      }),
      { numRuns: 60 },
    );
  });

  it("their gradients", async () => {
    await fc.assert(
      fc.asyncProperty(plainImages, async ({ batch, h, w, cin, kernel, strides, ...given }) => {
        for (const [operation, last] of operations) {
          await same(
            withGradients(([x, filter]) =>
              operation(x as tf.Tensor4D, filter as tf.Tensor4D, strides, given.padding),
            ),
            [small([batch, h, w, cin], given.seed), small([...kernel, cin, given[last]], given.seed + 1)],
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  it("MaxPool and its gradient: the first of equals", async () => {
    await fc.assert(
      fc.asyncProperty(images, ({ batch, h, w, cin, kernel, strides, padding: pad, seed: from }) =>
        same(
          withGradients(([x]) => tf.maxPool(x as tf.Tensor4D, [...kernel], strides, pad)),
          [floats([batch, h, w, cin], from, (value) => Math.round(2 * value))],
        ),
      ),
      { numRuns: 80 },
    );
  });

  it("AvgPool and its gradient", async () => {
    await fc.assert(
      fc.asyncProperty(images, async ({ batch, h, w, cin, kernel, strides, padding: pad, seed: from }) => {
        const given = [small([batch, h, w, cin], from)];
        const operation: Operation = ([x]) => tf.avgPool(x as tf.Tensor4D, [...kernel], strides, pad);
        await same(operation, given);
        // the engine cpu divides its gradient by the whole window where a part is outside: a known fault of tfjs
        if (pad === "valid") {
          await same(
            withGradients(([x]) => tf.avgPool(x as tf.Tensor4D, [...kernel], strides, pad)),
            given,
          );
        }
      }),
      { numRuns: 80 },
    );
  });

  it("NaN wins in MaxPool", async () => {
    const x = { shape: [1, 2, 2, 1], data: Float32Array.of(1, Number.NaN, 3, 2) };
    const [output] = await on("wasm", ([a]) => tf.maxPool(a as tf.Tensor4D, 2, 2, "valid"), [x]);
    expect(output!.numbers).toEqual([Number.NaN]);
  });
});
