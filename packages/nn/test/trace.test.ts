import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { type Engine, normals, openEngine, stream } from "../src/index.ts";
import { affine } from "../src/kernels/affine.ts";
import { convolution, depthwiseConvolution } from "../src/kernels/convolution.ts";
import { inLayer } from "../src/layerInProgress.ts";

type Given = { readonly x: tf.Tensor };

describe("steps on wasm", () => {
  let engine: Engine;
  beforeAll(async () => {
    await openEngine("cpu");
    engine = await openEngine("wasm");
  });

  /** What the step gives for each of these values of `x`, one call after the other. */
  const calls = (
    step: (given: Given) => tf.Tensor,
    inputs: ReadonlyArray<ReadonlyArray<number>>,
    name?: string,
  ) => {
    const compiled = engine.compile(step, name);
    return inputs.map((values) => {
      const x = tf.tensor1d([...values]);
      try {
        const output = compiled({ x });
        const numbers = [...output.dataSync()];
        output.dispose();
        return numbers;
      } finally {
        x.dispose();
      }
    });
  };

  it("are replayed from the third call on: JavaScript runs no more", () => {
    let runs = 0;
    const step = ({ x }: Given) => {
      runs++;
      return tf.add(tf.square(x), 1);
    };
    expect(calls(step, [[1], [2], [3], [4], [5]])).toEqual([[2], [5], [10], [17], [26]]);
    expect(runs).toBe(2);
  });

  it("are traced anew for new shapes, and replayed again for old ones", () => {
    let runs = 0;
    const step = ({ x }: Given) => {
      runs++;
      return tf.mul(x, tf.sum(x));
    };
    const inputs = [[1, 2], [3], [2, 2], [4], [1, 3], [5], [1, 2]];
    expect(calls(step, inputs)).toEqual(
      inputs.map((x) => x.map((value) => value * x.reduce((a, b) => a + b))),
    );
    expect(runs).toBe(4);
  });

  it("tell inputs of one shape apart by name, whatever their order", () => {
    const step = engine.compile(({ a, b }: { a: tf.Tensor; b: tf.Tensor }) => tf.sub(a, b));
    const results = Array.from({ length: 6 }, (_, at) => {
      const [a, b] = [tf.scalar(at), tf.scalar(1)];
      const output = step(at % 2 === 0 ? { a, b } : { b, a });
      const [number] = output.dataSync();
      tf.dispose([a, b, output]);
      return number;
    });
    expect(results).toEqual([-1, 0, 1, 2, 3, 4]);
  });

  it("give tensors of their own: an input passed on, one output twice, a constant, a reshaped input", () => {
    const step = engine.compile(({ x }: Given) => {
      const doubled = tf.add(x, x);
      const constant = tf.tensor1d([1, 2, 3]);
      return { x, doubled, again: doubled, constant, column: tf.reshape(x, [2, 1]) };
    });
    const before = engine.tensors();
    for (let call = 0; call < 4; call++) {
      const x = tf.tensor1d([call, 2]);
      const outputs = step({ x });
      x.dispose();
      outputs.doubled.dispose();
      const numbers = [outputs.x, outputs.again, outputs.constant, outputs.column].map((value) => [
        ...value.dataSync(),
      ]);
      expect(numbers).toEqual([
        [call, 2],
        [2 * call, 4],
        [1, 2, 3],
        [call, 2],
      ]);
      expect(outputs.column.shape).toEqual([2, 1]);
      tf.dispose([outputs.x, outputs.again, outputs.constant, outputs.column]);
    }
    expect(engine.tensors()).toBe(before);
  });

  it("survive that memory grows, between replays and within one", () => {
    const size = 1 << 18;
    const step = engine.compile(({ x }: Given) => tf.add(tf.square(x), 1));
    const kept: tf.Tensor[] = [];
    for (let call = 0; call < 12; call++) {
      const x = tf.fill([size], call);
      const output = step({ x });
      kept.push(x, output, tf.zeros([size * (call + 1)])); // nothing is given back, so memory must grow
      const numbers = output.dataSync();
      expect([numbers[0], numbers[size - 1]]).toEqual([call * call + 1, call * call + 1]);
    }
    expect(kept[1]!.dataSync()[size - 1]).toBe(1);
    tf.dispose(kept);
  });

  it("that read a value are run as they come, and named with the layer that reads", () => {
    const step = ({ x }: Given) =>
      inLayer("layers.1", () => (x.dataSync()[0]! > 2 ? tf.square(x) : tf.neg(x)));
    expect(calls(step, [[1], [2], [3], [4]], "evaluation")).toEqual([[-1], [-2], [9], [16]]);
    expect(engine.takeNotes()).toEqual([
      "evaluation: it reads the values of a tensor in layers.1, so the step is not replayed",
    ]);
  });

  it("that capture a number which changes are refused, and leak nothing", () => {
    let rate = 0;
    const step = ({ x }: Given) => {
      rate += 0.5;
      return tf.mul(x, rate);
    };
    const before = engine.tensors();
    expect(() => calls(step, [[1], [2]], "training")).toThrow(
      /^training: two runs of the step differ \(at call \d+, constant\), so it uses something that changes between runs; make that an input tensor$/,
    );
    expect(engine.tensors()).toBe(before);
  });

  it("that take another path are refused", () => {
    let runs = 0;
    const step = ({ x }: Given) => (runs++ === 0 ? tf.neg(x) : tf.square(x));
    expect(() => calls(step, [[1], [2]])).toThrow(/two runs of the step differ \(at call 0, square\)/);
  });

  it.each<[string, (x: tf.Tensor, second: boolean) => tf.Tensor]>([
    ["another setting", (x, second) => tf.add(x, tf.fill([1], second ? 2 : 1))],
    ["another order", (x, second) => (second ? tf.sub(x, tf.square(x)) : tf.sub(tf.square(x), x))],
    ["another output", (x, second) => [tf.neg(x), tf.square(x)][second ? 1 : 0]!],
    ["more calls", (x, second) => (second ? tf.neg(tf.neg(x)) : tf.neg(x))],
  ])("that take %s the second time are refused", (_what, operation) => {
    let runs = 0;
    expect(() => calls(({ x }) => operation(x, runs++ > 0), [[1], [2]])).toThrow(
      "two runs of the step differ",
    );
  });

  it("that use a tensor from outside are refused", () => {
    const weight = tf.tensor1d([1, 2, 3]);
    expect(() => calls(({ x }) => tf.mul(x, weight), [[1], [2]])).toThrow(
      "step: the step uses a tensor (float32, elements: 3) that is not among its inputs; make it one",
    );
    expect(() => calls(() => tf.clone(weight), [[1], [2]])).toThrow("not among its inputs");
    weight.dispose();
  });

  it("that need a kernel which is not there are refused, with operation, layer and engine", () => {
    const missing = ({ x }: Given) => tf.cumsum(x);
    expect(() => calls(missing, [[1]], "training")).toThrow(
      "training: the operation Cumsum has no kernel on the engine wasm",
    );
    expect(() => calls((given) => inLayer("layers.2", () => missing(given)), [[1]])).toThrow(
      "layers.2: the operation Cumsum has no kernel on the engine wasm",
    );
  });

  it("refuse a tensor of another engine", async () => {
    const x = tf.scalar(1);
    await tf.setBackend("cpu");
    const other = tf.scalar(1);
    await tf.setBackend("wasm");
    expect(() => tf.add(x, other)).toThrow("this tensor was made on another engine than wasm");
    other.dispose();
    x.dispose();
  });

  it("that do what another step did, but for their constants, are traced once", () => {
    const counted = (constant: number) => {
      let runs = 0;
      const step = ({ x }: Given) => {
        runs++;
        return tf.add(tf.mul(x, tf.square(tf.scalar(constant))), tf.tensor1d([constant, 7, 7]));
      };
      return {
        outputs: calls(step, [
          [1, 2, 3],
          [1, 2, 3],
          [0, 1, 0],
        ]),
        runs,
      };
    };
    const given = ([a, b, c]: ReadonlyArray<number>, k: number) => [
      a! * k * k + k,
      b! * k * k + 7,
      c! * k * k + 7,
    ];
    for (const [constant, runs] of [
      [3, 2],
      [5, 1],
      [-2, 1],
    ] as const) {
      const expected = [
        [1, 2, 3],
        [1, 2, 3],
        [0, 1, 0],
      ].map((x) => given(x, constant));
      expect(counted(constant)).toEqual({ outputs: expected, runs });
    }
  });

  it("that pass on a constant do so with their own", () => {
    const passed = (constant: number) =>
      calls(
        ({ x }) => tf.add(tf.maximum(tf.scalar(constant), tf.fill([1], constant)), tf.mul(x, 0)),
        [[1], [2], [3]],
      );
    const whole = (constant: number) => calls(() => tf.tensor1d([constant, 1]), [[1], [2], [3]]);
    for (const constant of [4, 6]) {
      expect(passed(constant)).toEqual([[constant], [constant], [constant]]);
      expect(whole(constant)).toEqual([
        [constant, 1],
        [constant, 1],
        [constant, 1],
      ]);
    }
  });

  it("keep their constants while others are replayed", () => {
    const steps = [2, 3, 5].map((factor) =>
      engine.compile(({ x }: Given) => tf.add(tf.mul(x, factor), tf.tensor1d([factor, 1, 1, 1, 1]))),
    );
    const x = tf.tensor1d([1, 2, 3, 4, 5]);
    for (let call = 0; call < 12; call++) {
      const at = call % 4 === 3 ? 0 : call % 3;
      const factor = [2, 3, 5][at]!;
      const output = steps[at]!({ x });
      expect([...output.dataSync()]).toEqual(
        [1, 2, 3, 4, 5].map((v, i) => v * factor + (i === 0 ? factor : 1)),
      );
      output.dispose();
    }
    x.dispose();
  });

  it("of which a part is constant, joined to one tensor, are replayed whole", () => {
    const step = ({ x }: Given) => tf.concat([tf.tensor1d([1, 2]), x, tf.square(tf.tensor1d([3]))]);
    expect(calls(step, [[5], [6], [7], [8]])).toEqual([5, 6, 7, 8].map((x) => [1, 2, x, 9]));
  });

  it("give the bits of each call where two become one", () => {
    const size = fc.integer({ min: 1, max: 20 });
    const deep = fc.oneof(size, fc.integer({ min: 250, max: 600 }));
    const numbers = (seed: number, count: number) => normals(stream(seed, "numbers"), count);
    fc.assert(
      fc.property(size, deep, size, fc.nat(1000), (m, k, n, seed) => {
        const given = {
          x: tf.tensor2d(numbers(seed, m * k), [m, k]),
          weight: tf.tensor2d(numbers(seed + 1, k * n), [k, n]),
          bias: tf.tensor1d(numbers(seed + 2, n)),
          factor: tf.scalar(0.37),
        };
        const step = ({ x, weight, bias, factor }: typeof given) => {
          const hidden = tf.relu(affine(x, weight, bias));
          const moved = tf.add(weight, tf.mul(weight, factor));
          const left = tf.add(tf.mul(factor, bias), bias);
          const seen = affine(x, weight, bias); // read twice: stays
          return {
            hidden,
            moved,
            left,
            seen,
            positive: tf.relu(seen),
            row: tf.add(tf.mul(bias, factor), weight),
          };
        };
        const compiled = engine.compile(step);
        const [first, , third] = [compiled(given), compiled(given), compiled(given)].map((outputs) =>
          Object.entries(outputs).map(([name, value]) => {
            const values = [name, ...value.dataSync()];
            value.dispose();
            return values;
          }),
        );
        tf.dispose(given);
        expect(third).toEqual(first);
      }),
      { numRuns: 40 },
    );
  });

  it("give the bits of each call where a pool takes the gradient of relu for the convolution before it", () => {
    const sizes = fc.record({
      side: fc.integer({ min: 3, max: 9 }),
      channels: fc.constantFrom(1, 3, 16),
      filters: fc.constantFrom(1, 4, 13, 16),
      size: fc.constantFrom(2, 3),
      stride: fc.constantFrom(1, 2, 3),
      seed: fc.nat(1000),
    });
    fc.assert(
      fc.property(sizes, ({ side, channels, filters, size, stride, seed }) => {
        const drawn = (purpose: string, ...shape: [number, ...number[]]) =>
          tf.tensor(
            normals(
              stream(seed, purpose),
              shape.reduce((product, length) => product * length, 1),
            ),
            shape,
          );
        const given = {
          x: drawn("x", 2, side, side, channels),
          filter: drawn("filter", 3, 3, channels, filters),
          bias: drawn("bias", filters),
          own: drawn("own", 3, 3, filters, 1),
          read: drawn("read", 2, side, side, filters),
        };
        const settings = { strides: [1, 1], dilations: [1, 1], padding: "same", relu: true } as const;
        const step = ({ x, filter, bias, own, read }: typeof given) => {
          const pooled = (image: tf.Tensor) => tf.maxPool(image as tf.Tensor4D, size, stride, "same");
          const loss = (a: tf.Tensor, b: tf.Tensor, c: tf.Tensor, d: tf.Tensor) => {
            const first = convolution(a, b, c, settings);
            const pool = pooled(depthwiseConvolution(pooled(first), d, c, settings));
            const twice = convolution(a, b, undefined, settings); // its gradient is more than the pool's
            return tf.add(tf.sum(pool), tf.add(tf.sum(pooled(twice)), tf.sum(tf.mul(twice, read))));
          };
          const [dx, dFilter, dBias, dOwn] = tf.grads(loss)([x, filter, bias, own]) as [
            tf.Tensor,
            tf.Tensor,
            tf.Tensor,
            tf.Tensor,
          ]; // one for each
          return { dx, dFilter, dBias, dOwn };
        };
        const compiled = engine.compile(step);
        const [first, , third] = [compiled(given), compiled(given), compiled(given)].map((outputs) => {
          const values = Object.values(outputs).map((value) => [...value.dataSync()]);
          tf.dispose(outputs);
          return values;
        });
        tf.dispose(given);
        expect(third).toEqual(first);
      }),
      { numRuns: 40 },
    );
  });

  it("within a step are part of it", () => {
    const inner = engine.compile(({ x }: Given) => tf.square(x));
    expect(calls(({ x }) => tf.add(inner({ x }), 1), [[1], [2], [3], [4]])).toEqual([[2], [5], [10], [17]]);
  });
});

describe.each(["wasm", "cpu"])("loops on %s", (name) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine(name);
  });

  type Moving = { readonly position: tf.Tensor; readonly speed: { readonly v: tf.Tensor } };
  type Fed = { readonly push: tf.Tensor };

  const start = (keep: ReadonlyArray<keyof Moving>) =>
    engine.loop<Moving, Fed>({
      name: "walk",
      carried: { position: tf.tensor1d([0, 0]), speed: { v: tf.tensor1d([1, 2]) } },
      keep,
    });

  const walk = ({ position, speed }: Moving, { push }: Fed) => {
    const v = tf.add(speed.v, push);
    return { carried: { position: tf.add(position, v), speed: { v } }, metrics: { size: tf.sum(v) } };
  };

  /** The same, and a figure that needs position before and after. */
  const measured = (from: Moving, fed: Fed) => {
    const { carried, metrics } = walk(from, fed);
    return { carried, metrics: { ...metrics, way: tf.sum(tf.sub(carried.position, from.position)) } };
  };

  it.each([[["position"]], [["speed"]], [[]]] as const)("carry on, keeping %s", (keep) => {
    const before = engine.tensors();
    const loop = start(keep);
    let [position, v] = [
      [0, 0],
      [1, 2],
    ];
    for (let iteration = 0; iteration < 9; iteration++) {
      const last = [position!, v!];
      loop.feed("push", "float32", [2]).set([iteration, 1]);
      v = [v![0]! + iteration, v![1]! + 1];
      position = [position![0]! + v[0]!, position![1]! + v[1]!];
      const sum = v[0]! + v[1]!;
      const measure = iteration % 3 === 2;
      expect(loop.run(measure ? measured : walk)).toEqual(measure ? { size: sum, way: sum } : { size: sum });
      const then = loop.before();
      if (keep.some((key) => key === "position"))
        expect([...then.carried.position.dataSync()]).toEqual(last[0]);
      if (keep.some((key) => key === "speed")) expect([...then.carried.speed.v.dataSync()]).toEqual(last[1]);
      expect([...then.fed.push.dataSync()]).toEqual([iteration, 1]);
    }
    const end = loop.end();
    expect([...end.position.dataSync()]).toEqual(position);
    expect([...end.speed.v.dataSync()]).toEqual(v);
    tf.dispose([end.position, end.speed.v]);
    expect(engine.tensors()).toBe(before);
  });

  it("take inputs of other shapes in turn", () => {
    const loop = start([]);
    const sums = [1, 2, 1, 2, 1, 2, 1].map((size, at) => {
      loop.feed("push", "float32", [size]).fill(at);
      return loop.run(walk).size;
    });
    expect(sums).toEqual([3, 5, 9, 15, 23, 33, 45]);
    const end = loop.end();
    tf.dispose([end.position, end.speed.v]);
  });

  it("leave alone what shares memory with what they carry", () => {
    const position = tf.tensor1d([0, 0]);
    const other = tf.clone(position);
    const loop = engine.loop<Moving, Fed>({
      name: "walk",
      carried: { position, speed: { v: tf.tensor1d([1, 2]) } },
      keep: [],
    });
    for (let iteration = 0; iteration < 5; iteration++) {
      loop.feed("push", "float32", [2]).fill(1);
      loop.run(walk);
    }
    expect([...other.dataSync()]).toEqual([0, 0]);
    const end = loop.end();
    tf.dispose([other, end.position, end.speed.v]);
  });

  it("pass on, exchange and repeat what they carry", () => {
    type Pair = { readonly a: tf.Tensor; readonly b: tf.Tensor; readonly c: tf.Tensor };
    const loop = engine.loop<Pair, Fed>({
      name: "exchange",
      carried: { a: tf.scalar(1), b: tf.scalar(2), c: tf.scalar(3) },
      keep: [],
    });
    const exchange = ({ a, b, c }: Pair) => ({ carried: { a: b, b: a, c }, metrics: { a: b, b: a, c } });
    const seen = Array.from({ length: 6 }, () => {
      const { a, b, c } = loop.run(exchange);
      return [a, b, c];
    });
    expect(seen).toEqual([
      [2, 1, 3],
      [1, 2, 3],
      [2, 1, 3],
      [1, 2, 3],
      [2, 1, 3],
      [1, 2, 3],
    ]);
    const end = loop.end();
    tf.dispose([end.a, end.b, end.c]);
  });

  it("do not write a product over its own factors", () => {
    type Turn = { readonly turn: tf.Tensor };
    const size = 9;
    const shift = tf.tensor2d(
      Float32Array.from({ length: size * size }, (_, at) =>
        at % size === (Math.floor(at / size) + 1) % size ? 1 : 0,
      ),
      [size, size],
    );
    const loop = engine.loop<Turn, Fed>({ name: "turn", carried: { turn: shift }, keep: [] });
    const twice = ({ turn }: Turn) => {
      const matrix = turn as tf.Tensor2D; // as it started
      return { carried: { turn: tf.matMul(matrix, matrix) }, metrics: {} };
    };
    for (let iteration = 0; iteration < 5; iteration++) loop.run(twice);
    const end = loop.end();
    const columns = [...(tf.argMax(end.turn, 1).dataSync() as Int32Array)];
    expect(columns).toEqual(Array.from({ length: size }, (_, row) => (row + 32) % size)); // 2⁵ shifts
    expect([...end.turn.dataSync()].reduce((sum, value) => sum + value)).toBe(size);
    end.turn.dispose();
  });

  it("give their figures in one order, replayed or not", () => {
    const loop = start([]);
    const unsorted = ({ position, speed }: Moving) => {
      const sum = tf.sum(position);
      return { carried: { position, speed }, metrics: { z: sum, a: tf.neg(sum), m: tf.square(sum) } };
    };
    loop.feed("push", "float32", [2]).fill(0);
    for (let iteration = 0; iteration < 4; iteration++) {
      expect(Object.keys(loop.run(unsorted))).toEqual(["a", "m", "z"]);
    }
    const end = loop.end();
    tf.dispose([end.position, end.speed.v]);
  });

  it("refuse a figure of several numbers", () => {
    const loop = start([]);
    loop.feed("push", "float32", [2]).fill(0);
    expect(() =>
      loop.run(({ position, speed }) => ({ carried: { position, speed }, metrics: { position } })),
    ).toThrow("walk: the figure position has 2 numbers, not one");
  });
});
