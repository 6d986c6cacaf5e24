import { setFlagsFromString } from "node:v8";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { allKernels } from "../src/engines/wasm/kernels/allKernels.ts";
import { kernelsDigest } from "../src/engines/wasm/kernelsDigest.ts";
import { openEngine } from "../src/index.ts";
import { adamUpdate, plainAdam } from "../src/kernels/adam.ts";
import { affine, plainAffine } from "../src/kernels/affine.ts";
import { crossEntropy, plainCrossEntropy } from "../src/losses/crossEntropy.ts";
import { close, floats, type Operation, on, same, sizeOf } from "./besideCpu.ts";
import { buildKernels, digestOf } from "./buildKernels.ts";
import { awayFromZero, expectGradient } from "./gradients.ts";

beforeAll(async () => {
  await openEngine("wasm");
  await openEngine("cpu");
});

/** Odd lengths, 1 and 0 among them. */
const length = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 19 }) },
  fc.constant(0),
  fc.constant(1),
);
const shape = fc.array(length, { maxLength: 4 });
const seed = fc.integer({ min: 0, max: 1e6 });

/** Two shapes that broadcast: axes of one, or the other, of length 1 or missing. */
const pair = fc
  .array(fc.tuple(length, fc.constantFrom("both", "left", "right")), { maxLength: 4 })
  .chain((axes) =>
    fc.record({
      a: fc.constant(axes.map(([long, side]) => (side === "right" ? 1 : long))),
      b: fc.nat(axes.length).map((cut) => {
        const whole = axes.map(([long, side]) => (side === "left" ? 1 : long));
        const missing = axes.slice(0, cut).every(([long, side]) => side === "left" || long === 1);
        return missing ? whole.slice(cut) : whole;
      }),
      seed,
    }),
  );

const runs = { numRuns: 40 };

const unary: Readonly<Record<string, readonly [(x: tf.Tensor) => tf.Tensor, ((value: number) => number)?]>> =
  {
    Abs: [tf.abs],
    Erf: [tf.erf, (x) => 2 * x],
    Exp: [tf.exp, (x) => 12 * x],
    Expm1: [tf.expm1],
    Log: [tf.log, Math.abs],
    Log1p: [tf.log1p, Math.abs],
    Neg: [tf.neg],
    Relu: [tf.relu],
    Rsqrt: [tf.rsqrt, (x) => Math.abs(x) + 0.1],
    Sigmoid: [tf.sigmoid, (x) => 12 * x],
    Sign: [tf.sign],
    Sqrt: [tf.sqrt, Math.abs],
    Square: [tf.square],
    Step: [(x) => tf.step(x)],
    Tanh: [tf.tanh, (x) => 3 * x],
  };

describe("functions of one tensor", () => {
  it.each(Object.entries(unary))("%s", async (_name, [operation, change]) => {
    await fc.assert(
      fc.asyncProperty(shape, seed, (of, from) => same(([x]) => operation(x!), [floats(of, from, change)])),
      runs,
    );
  });

  it.each(Object.entries(unary).filter(([name]) => name !== "Step"))("%s at the edges", async (_name, [
    operation,
  ]) => {
    const data = Float32Array.of(
      0,
      -0,
      1,
      -1,
      100,
      -100,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.NaN,
    );
    await same(([x]) => operation(x!), [{ shape: [9], data }]);
  });
});

const binary: Readonly<Record<string, (a: tf.Tensor, b: tf.Tensor) => tf.Tensor>> = {
  Add: tf.add,
  Sub: tf.sub,
  Multiply: tf.mul,
  RealDiv: tf.div,
  Maximum: tf.maximum,
  Minimum: tf.minimum,
  SquaredDifference: tf.squaredDifference,
  Greater: tf.greater,
  GreaterEqual: tf.greaterEqual,
  Less: tf.less,
  LessEqual: tf.lessEqual,
  Equal: tf.equal,
  NotEqual: tf.notEqual,
};

/** Abramowitz & Stegun, table 7.1, and at 1e-3 the series. */
it("Erf is right to float32", async () => {
  const known = [
    [0, 0],
    [1e-3, 0.0011283788],
    [0.1, 0.112462916],
    [0.5, 0.5204998778],
    [1, 0.8427007929],
    [1.5, 0.9661051465],
    [2, 0.995322265],
    [6, 1],
  ].flatMap(([x, y]) => [
    [x!, y!],
    [-x!, -y!],
  ]);
  const data = Float32Array.from(known, ([x]) => x!);
  const [erf] = await on("wasm", ([x]) => tf.erf(x!), [{ shape: [data.length], data }]);
  for (const [at, value] of erf!.numbers.entries()) expect(value).toBeCloseTo(known[at]![1]!, 7);
});

describe("functions of two tensors, with broadcasting", () => {
  it.each(Object.entries(binary))("%s", async (_name, operation) => {
    await fc.assert(
      fc.asyncProperty(pair, ({ a, b, seed: from }) =>
        same(([x, y]) => operation(x!, y!), [floats(a, from, Math.fround), floats(b, from + 1)]),
      ),
      runs,
    );
  });

  const ofIntegers = Object.entries(binary).filter(
    ([name]) => !["RealDiv", "SquaredDifference"].includes(name),
  );
  it.each(ofIntegers)("%s of integers", async (_name, operation) => {
    const whole = (of: number[], from: number) => {
      const { data } = floats(of, from, (x) => 3 * x);
      return { shape: of, data: Int32Array.from(data) };
    };
    await fc.assert(
      fc.asyncProperty(pair, ({ a, b, seed: from }) =>
        same(([x, y]) => operation(x!, y!), [whole(a, from), whole(b, from + 1)]),
      ),
      runs,
    );
  });

  it("AddN", async () => {
    for (const count of [1, 2, 5]) {
      const given = Array.from({ length: count }, (_, at) => floats([3, 5], at));
      await same((inputs) => tf.addN([...inputs]), given);
    }
  });
});

const reductions: Readonly<Record<string, (x: tf.Tensor, axis: number[], keep: boolean) => tf.Tensor>> = {
  Sum: tf.sum,
  Mean: tf.mean,
  Max: tf.max,
  Min: tf.min,
};

describe("reductions over any axes", () => {
  const filled = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });
  const given = filled.chain((of) =>
    fc.record({ of: fc.constant(of), axes: fc.subarray([...of.keys()]), keep: fc.boolean(), seed }),
  );
  it.each(Object.entries(reductions))("%s", async (_name, operation) => {
    await fc.assert(
      fc.asyncProperty(given, ({ of, axes, keep, seed: from }) =>
        same(([x]) => operation(x!, axes, keep), [floats(of, from)]),
      ),
      runs,
    );
  });

  it("Sum of integers and of truth values, and of nothing", async () => {
    await same(([x]) => tf.sum(x!, 0), [{ shape: [3, 2], data: Int32Array.of(1, -2, 3, 4, 5, 6) }]);
    await same(([x]) => tf.sum(x!), [{ shape: [5], data: Uint8Array.of(1, 0, 1, 1, 0) }]);
    await same(([x]) => tf.sum(x!, 0), [floats([0, 3], 1)]);
  });

  it("ArgMax takes the first of equals", async () => {
    await same(
      ([x]) => tf.argMax(x!, 1),
      [{ shape: [2, 4], data: Float32Array.of(1, 3, 3, 2, -1, -5, -1, -2) }],
    );
    await same(([x]) => tf.argMax(x!, 0), [floats([7, 3], 5)]);
  });
});

describe("products", () => {
  const sizes = fc.record({
    batch: fc.integer({ min: 1, max: 3 }),
    m: fc.oneof(fc.integer({ min: 1, max: 33 }), fc.constant(0)),
    n: fc.integer({ min: 1, max: 33 }),
    k: fc.oneof(fc.integer({ min: 1, max: 33 }), fc.constant(1)),
    transposeA: fc.boolean(),
    transposeB: fc.boolean(),
    repeated: fc.constantFrom("a", "b", "none"),
    seed,
  });

  it("BatchMatMul: odd sizes, transposed, in batches", async () => {
    await fc.assert(
      fc.asyncProperty(sizes, ({ batch, m, n, k, transposeA, transposeB, repeated, seed: from }) => {
        const left = [repeated === "a" ? 1 : batch, ...(transposeA ? [k, m] : [m, k])];
        const right = [repeated === "b" ? 1 : batch, ...(transposeB ? [n, k] : [k, n])];
        return same(
          ([a, b]) => tf.matMul(a as tf.Tensor3D, b as tf.Tensor3D, transposeA, transposeB),
          [floats(left, from), floats(right, from + 1)],
        );
      }),
      { numRuns: 80 },
    );
  });

  it("sums along a long axis, in more rows than stay in the cache", async () => {
    await same(
      ([a, b]) => tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D),
      [floats([150, 700], 1, (x) => x / 26), floats([700, 9], 2)],
    );
  });

  it("Affine is its plain definition", async () => {
    await fc.assert(
      fc.asyncProperty(sizes, async ({ m, n, k, seed: from }) => {
        const given = [floats([m, k], from), floats([k, n], from + 1), floats([n], from + 2)];
        const [actual] = await on("wasm", ([x, w, b]) => affine(x!, w!, b!), given);
        const [plain] = await on("wasm", ([x, w, b]) => plainAffine(x!, w!, b!), given);
        expect(actual!.shape).toEqual(plain!.shape);
        expect(actual!.numbers.every((number, at) => close(number, plain!.numbers[at]!))).toBe(true);
        await same(([x, w, b]) => affine(x!, w!, b!), given);
      }),
      runs,
    );
  });
});

describe("what only moves numbers", () => {
  it("Transpose", async () => {
    const permuted = shape.chain((of) =>
      fc.record({
        of: fc.constant(of),
        order: fc.shuffledSubarray([...of.keys()], { minLength: of.length }),
        seed,
      }),
    );
    await fc.assert(
      fc.asyncProperty(permuted, ({ of, order, seed: from }) =>
        same(([x]) => tf.transpose(x!, order), [floats(of, from)]),
      ),
      runs,
    );
  });

  it("Identity, Reshape, Cast, Fill, OnesLike, ZerosLike", async () => {
    const given = [{ shape: [2, 3], data: Float32Array.of(1.7, -1.7, 0, -0, 3, 4) }];
    await same(([x]) => tf.clone(x!), given);
    await same(([x]) => tf.reshape(x!, [3, -1, 1]), given);
    await same(([x]) => tf.cast(x!, "int32"), given);
    await same(([x]) => tf.cast(tf.cast(x!, "bool"), "float32"), given);
    await same(([x]) => tf.cast(tf.cast(tf.cast(x!, "int32"), "bool"), "int32"), given);
    await same(() => tf.fill([2, 2], -3.5), []);
    await same(() => tf.fill([2, 0], 7, "int32"), []);
    await same(([x]) => tf.onesLike(x!), given);
    await same(([x]) => tf.zerosLike(x!), given);
  });

  it("OneHot and Select", async () => {
    const indices = { shape: [4], data: Int32Array.of(2, 0, 1, 5) };
    await same(([x]) => tf.oneHot(x as tf.Tensor1D, 3), [indices]);
    await same(([x]) => tf.oneHot(x as tf.Tensor1D, 3, 0.5, -0.25, "float32"), [indices]);
    const chosen = { shape: [3, 3], data: Uint8Array.of(1, 0, 0, 1, 1, 0, 1, 0, 1) };
    await same(([c, a, b]) => tf.where(c!, a!, b!), [chosen, floats([3, 3], 1), floats([3, 3], 2)]);
  });
});

describe("operations of our own are their plain definitions", () => {
  const rows = fc.record({
    batch: fc.integer({ min: 1, max: 9 }),
    classes: fc.integer({ min: 2, max: 13 }),
    smoothing: fc.constantFrom(0, 0.1, 0.5),
    scale: fc.constantFrom(1, 40),
    seed,
  });

  it("cross-entropy and its gradient", async () => {
    await fc.assert(
      fc.asyncProperty(rows, async ({ batch, classes, smoothing, scale, seed: from }) => {
        const targets = Int32Array.from({ length: batch }, (_, row) => (row * 7 + from) % classes);
        const given = [floats([batch, classes], from, (x) => scale * x), { shape: [batch], data: targets }];
        const loss: Operation = ([x, y]) => {
          const { value, grad } = tf.valueAndGrad((logits: tf.Tensor) =>
            tf.sum(crossEntropy.perExample(logits, y!, { labelSmoothing: smoothing })),
          )(x!);
          return [value, grad];
        };
        await same(loss, given);
        await same(([x, y]) => plainCrossEntropy(x!, y!, smoothing), given);
      }),
      runs,
    );
  });

  it("Adam", async () => {
    const factors = () => ({
      beta1: tf.scalar(0.9),
      beta2: tf.scalar(0.999),
      scale: tf.scalar(0.7),
      epsilon: tf.scalar(1e-4),
    });
    await fc.assert(
      fc.asyncProperty(shape, seed, async (of, from) => {
        const given = [floats(of, from), floats(of, from + 1), floats(of, from + 2, Math.abs)];
        const moments = ([gradient, sum, squares]: ReadonlyArray<tf.Tensor>) => ({
          gradient: gradient!,
          sum: sum!,
          squares: squares!,
        });
        await same((inputs) => adamUpdate(moments(inputs), factors()), given);
        const fused = await on("wasm", (inputs) => adamUpdate(moments(inputs), factors()), given);
        expect(await on("wasm", (inputs) => plainAdam(moments(inputs), factors()), given)).toEqual(fused);
      }),
      runs,
    );
  });

  it("gradients of the affine map are those of finite differences", async () => {
    await tf.setBackend("wasm");
    const [x, weight, bias] = [[3, 5], [5, 2], [2]].map((of) =>
      tf.tensor(awayFromZero(`${of}`, sizeOf(of)), of),
    );
    const total = (a: tf.Tensor, b: tf.Tensor, c: tf.Tensor) => tf.sum(tf.square(affine(a, b, c)));
    expectGradient((a) => total(a, weight!, bias!), awayFromZero("3,5", 15), [3, 5], 2e-2);
    expectGradient((b) => total(x!, b, bias!), awayFromZero("5,2", 10), [5, 2], 2e-2);
    expectGradient((c) => total(x!, weight!, c), awayFromZero("2", 2), [2], 2e-2);
  });
});

describe("what the engine lacks is named", () => {
  beforeAll(async () => {
    await tf.setBackend("wasm");
  });

  it.each<[string, () => tf.Tensor, string]>([
    ["a type", () => tf.tensor(["a"]), "the engine wasm has no tensors of type string"],
    [
      "a function of integers",
      () => tf.abs(tf.tensor1d([1], "int32")),
      "Abs of int32: the engine wasm has it for float32 only",
    ],
    ["a kernel", () => tf.cumsum(tf.tensor1d([1])), "Kernel 'Cumsum' not registered for backend 'wasm'"],
    ["five axes", () => tf.transpose(tf.zeros([2, 2, 2, 2, 2]), [4, 3, 2, 1, 0]), "takes up to 4 axes here"],
  ])("%s", (_what, run, message) => {
    expect(run).toThrow(message);
  });
});

it("every kernel has a name of its own", () => {
  const names = allKernels.map(({ kernelName }) => kernelName);
  expect(new Set(names).size).toBe(names.length);
});

it("the kernels are those that their sources give", async () => {
  setFlagsFromString("--liftoff"); // the compiler itself is WebAssembly too, and runs but once
  expect(digestOf(await buildKernels())).toBe(kernelsDigest);
}, 30_000);
