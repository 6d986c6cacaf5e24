import * as tf from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import * as nn from "../src/index.ts";
import { gruStates, plainGru } from "../src/kernels/gru.ts";
import { lstmStates, plainLstm } from "../src/kernels/lstm.ts";
import { floats, same, sizeOf } from "./besideCpu.ts";
import golden from "./fixtures/recurrentLayers.json" with { type: "json" };

beforeAll(async () => {
  await nn.openEngine("cpu");
  await nn.openEngine("wasm");
});

const make = (written: unknown, inputShape: ReadonlyArray<number>, name = "layers.0") => {
  const { row, config } = nn.chosen(nn.layers, Schema.decodeUnknownSync(nn.oneOf(nn.layers))(written));
  const kind: nn.LayerKind = row;
  return kind.make(name, inputShape, config);
};

const layerOf = (written: unknown, inputShape: ReadonlyArray<number>): nn.Layer => {
  const made = make(written, inputShape);
  if ("problem" in made) throw new Error(made.problem);
  return made;
};

interface Values {
  readonly shape: ReadonlyArray<number>;
  readonly data: ReadonlyArray<number>;
}

interface Case {
  readonly layer: unknown;
  readonly input: Values;
  readonly params: Readonly<Record<string, Values>>;
  readonly upstream: Values;
  readonly output: Values;
  readonly gradients: Readonly<Record<string, Values>>;
}

const cases = golden.cases as unknown as ReadonlyArray<Case>; // JSON knows no unions

const upload = ({ shape, data }: Values): tf.Tensor => tf.tensor([...data], [...shape]);

const expectClose = (actual: tf.Tensor, { shape, data }: Values, what: string): void => {
  expect(actual.shape, what).toEqual(shape);
  for (const [at, value] of actual.dataSync().entries()) {
    const wanted = data[at]!;
    const limit = 5e-6 * (1 + Math.abs(wanted));
    expect(Math.abs(value - wanted), `${what}, ${at}: ${value} beside ${wanted}`).toBeLessThan(limit);
  }
};

describe.each(["wasm", "cpu"])("on %s, as in PyTorch", (engine) => {
  it.each(cases)("$layer of $input.shape", async (row) => {
    await tf.setBackend(engine);
    const { layer: written, input, params, upstream, output, gradients } = row;
    tf.tidy((): void => {
      const layer = layerOf(written, input.shape.slice(1));
      const names = Object.keys(params);
      expect(Object.entries(layer.params).map(([name, { shape }]) => [name, shape])).toEqual(
        names.map((name) => [name, params[name]!.shape]),
      );
      const apply = (x: tf.Tensor, values: ReadonlyArray<tf.Tensor>) =>
        layer.apply(Object.fromEntries(names.map((name, at) => [name, values[at]!])), x, { training: true });
      const x = upload(input);
      const values = names.map((name) => upload(params[name]!));
      expectClose(apply(x, values), output, "output");
      const asked = "input" in gradients ? ["input", ...names] : names;
      const { grads } = tf.valueAndGrads((...changed: ReadonlyArray<tf.Tensor>) => {
        const [first, rest] = asked.length > names.length ? [changed[0]!, changed.slice(1)] : [x, changed];
        return tf.sum(tf.mul(apply(first, rest), upload(upstream))) as tf.Scalar; // a sum over all
      })(asked.length > names.length ? [x, ...values] : values);
      for (const [at, name] of asked.entries()) expectClose(grads[at]!, gradients[name]!, name);
    });
  });
});

type States = (inputs: ReadonlyArray<tf.Tensor>, last: boolean) => tf.Tensor;

const recurrences: Readonly<Record<string, readonly [gates: number, States, plain: States]>> = {
  lstm: [4, ([p, r], last) => lstmStates(p!, r!, last), ([p, r], last) => plainLstm(p!, r!, last)],
  gru: [3, ([p, r, b], last) => gruStates(p!, r!, b!, last), ([p, r, b], last) => plainGru(p!, r!, b!, last)],
};

describe.each(Object.entries(recurrences))("the kernels of %s", (_name, [gates, fused, plain]) => {
  const sizes = fc.record({
    time: fc.integer({ min: 1, max: 6 }),
    batch: fc.integer({ min: 1, max: 14 }),
    units: fc.integer({ min: 1, max: 19 }),
    last: fc.boolean(),
    seed: fc.nat(1000),
  });
  const withGradients = (states: States, last: boolean) => (inputs: ReadonlyArray<tf.Tensor>) => {
    const values = inputs.slice(0, gates === 4 ? 2 : 3);
    const weighed = (...given: ReadonlyArray<tf.Tensor>) => {
      const out = states(given, last);
      return tf.sum(tf.mul(out, tf.reshape(inputs.at(-1)!, [-1, ...out.shape]))) as tf.Scalar; // of all
    };
    return [states(values, last), ...tf.valueAndGrads(weighed)([...values]).grads];
  };

  it("are the plain definition, with its gradients, at odd sizes", async () => {
    await fc.assert(
      fc.asyncProperty(sizes, async ({ time, batch, units, last, seed }) => {
        const given = [
          floats([time, batch, gates * units], seed),
          floats([units, gates * units], seed + 1, (x) => x / 3),
          floats([units], seed + 2),
          floats(last ? [batch, units] : [time, batch, units], seed + 3),
        ];
        await same(withGradients(fused, last), given);
        await same(withGradients(plain, last), given);
      }),
      { numRuns: 25 },
    );
  });

  it("sum weights' gradients over more rows than are packed at once", async () => {
    const [time, batch, units] = [9, 40, 5];
    await same(withGradients(fused, true), [
      floats([time, batch, gates * units], 1),
      floats([units, gates * units], 2, (x) => x / 3),
      floats([units], 3),
      floats([batch, units], 4),
    ]);
  });

  it("let NaN through, and large numbers", async () => {
    await tf.setBackend("wasm");
    const run = (value: number) =>
      tf.tidy(() => {
        const given = [tf.fill([2, 1, gates], value), tf.ones([1, gates]), tf.ones([1])];
        return fused(given, true).dataSync()[0]!;
      });
    expect(run(Number.NaN)).toBeNaN();
    for (const large of [20, 1e4, 1e30]) expect(Math.abs(run(large))).toBeLessThanOrEqual(1);
  });
});

const sequences = ["lstm", "gru", "simple_rnn"];

describe.each(sequences)("%s", (name) => {
  it("reads [time] as one number a step, and a picture row by row", () => {
    expect(layerOf({ [name]: { units: 2 } }, [5]).params["layers.0.weight"]!.shape[0]).toBe(1);
    expect(layerOf({ [name]: { units: 2 } }, [5, 4, 1]).params["layers.0.weight"]!.shape[0]).toBe(4);
    expect(layerOf({ [name]: { units: 2, output: "sequence" } }, [5, 3]).outputShape).toEqual([5, 2]);
  });

  it("is all that a model of it names, beside the loss", () => {
    const written = { layers: [{ [name]: { units: 2 } }], loss: "squared_error" };
    const used = nn.modelRows(Schema.decodeUnknownSync(nn.ModelConfig)(written));
    expect(used).toHaveLength(2);
    for (const row of used) expect(nn).toHaveProperty(row.name);
  });

  it("refuses what has no steps", () => {
    expect(make({ [name]: { units: 2 } }, [])).toHaveProperty("problem");
  });

  it("replays what it computes eagerly, and leaks nothing", async () => {
    const engine = await nn.openEngine("wasm");
    const layer = layerOf({ [name]: { units: 5, output: "sequence" } }, [4, 3]);
    const names = Object.keys(layer.params);
    const params = nn.uploadTensors(
      Object.fromEntries(
        names.map((param) => {
          const { shape } = layer.params[param]!;
          return [param, { shape, data: nn.normals(nn.stream(1, param), sizeOf(shape)) }];
        }),
      ),
    );
    const step = ({ params: values, x }: { params: nn.Params; x: tf.Tensor }) => {
      const loss = (...given: ReadonlyArray<tf.Tensor>) => {
        const now = Object.fromEntries(names.map((param, at) => [param, given[at]!]));
        return tf.sum(tf.square(layer.apply(now, x, { training: true }))) as tf.Scalar; // of all
      };
      const { value, grads } = tf.valueAndGrads(loss)(names.map((param) => values[param]!));
      return { value, ...Object.fromEntries(grads.map((grad, at) => [names[at]!, grad])) };
    };
    const replayed = engine.compile(step);
    const before = tf.backend().numDataIds();
    for (let iteration = 0; iteration < 5; iteration++) {
      const x = tf.tensor(nn.normals(nn.stream(2, "x"), 24, iteration), [2, 4, 3]);
      const [actual, expected] = [replayed({ params, x }), tf.tidy(() => step({ params, x }))];
      for (const key of ["value", ...names]) {
        const [left, right] = [actual, expected].map((outputs) => (outputs as nn.Params)[key]!.dataSync());
        expect(left, `${key}, iteration ${iteration}`).toEqual(right);
      }
      tf.dispose([actual, expected, x]);
      if (iteration > 2) expect(engine.takeNotes()).toEqual([]);
    }
    expect(tf.backend().numDataIds()).toBeLessThanOrEqual(before + 1); // the memory that replays share
    tf.dispose(Object.values(params));
  });
});

it("the forget gate starts open", () => {
  const start = (written: object) =>
    layerOf({ lstm: { units: 2, ...written } }, [3, 1]).params["layers.0.bias"]!.start;
  expect(start({})).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
  expect(start({ forget_bias: -0.5 })).toEqual([0, 0, -0.5, -0.5, 0, 0, 0, 0]);
});

describe("embedding", () => {
  it("is the first layer", () => {
    const made = make({ embedding: { vocabulary: 3, units: 2 } }, [4], "layers.1");
    expect(made).toMatchObject({ problem: expect.stringContaining("expected the first layer") });
  });

  it("gives NaN for an index without a row, and trains none for it", async () => {
    await tf.setBackend("wasm");
    const layer = layerOf({ embedding: { vocabulary: 2, units: 1 } }, [4]);
    const x = tf.tensor2d([[0, 2, -1, 1e9]]);
    const apply = (weight: tf.Tensor) => layer.apply({ "layers.0.weight": weight }, x, { training: true });
    const weight = tf.tensor2d([[5], [6]]);
    expect([...apply(weight).dataSync()]).toEqual([5, Number.NaN, Number.NaN, Number.NaN]);
    expect([
      ...tf
        .grad((given) => tf.sum(apply(given)))(weight)
        .dataSync(),
    ]).toEqual([1, 0]);
  });

  const model = { layers: [layerOf({ embedding: { vocabulary: 3, units: 2 } }, [2])] };
  it.each([
    [[0, 1, 2, 0], 1, "none", undefined],
    [[0, 1, 3, 0], 1, "none", "from 0 to 2, received 3 in example 1, place 0"],
    [[0, -1, 2, 0], 1, "none", "received -1 in example 0, place 1"],
    [[0, 1, 2, 0.5], 1, "none", "received 0.5 in example 1, place 1"],
    [[0, 1, 2, 0], 0.25, "none", "received 0.25"],
    [[0, 1, 2, 0], 1, "standard", "data.normalize: standard turns them into fractions"],
  ] as const)("of %j times %f, normalize %s: %s", (values, scale, normalize, message) => {
    const data = { features: Float32Array.from(values), scale, featureShape: [2] };
    const problem = nn.indexProblem(model, data, normalize);
    expect(problem?.message).toEqual(message === undefined ? undefined : expect.stringContaining(message));
  });
});
