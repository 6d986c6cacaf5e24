/** Every initializer of the catalog through the same properties, and against published numbers. */
import { oneOf, type ParamShape } from "@attune/nn";
import * as Schema from "effect/Schema";
import { describe, expect, it } from "vitest";
import * as init from "../src/index.ts";
import { orthonormal } from "../src/orthonormal.ts";
import dirac from "./fixtures/dirac.json" with { type: "json" };
import cases from "./fixtures/initialiser.json" with { type: "json" };

const { initializers, initialize } = init;

const weight = (
  fanIn: number,
  fanOut: number,
  shape: ReadonlyArray<number> = [fanIn, fanOut],
): ParamShape => ({
  shape,
  fanIn,
  fanOut,
  role: "weight",
  activation: "relu",
});

type Kind = keyof typeof initializers;

/** Values as `initialize` makes them, settings as they stand in YAML. */
const sample = (
  name: Kind,
  settings: object,
  shape: ParamShape,
  seed = 7,
  param = "layers.0.weight",
): Float32Array => {
  const weights = Schema.decodeUnknownSync(oneOf(initializers))({ [name]: settings });
  const { data } = initialize({ [param]: shape }, { weights, biases: { zeros: {} } }, seed)[param]!;
  return Float32Array.from(data);
};

const moments = (values: Float32Array) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    mean,
    variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1),
  };
};

/**
 * A sample variance has relative standard error √((kurtosis − 1)/n): 2/n for a normal, 1.3655/n for one cut at 2σ,
 * 0.8/n for a uniform. Of a normal with probability 1/30 and else 0 the kurtosis is 90.
 */
const spread = { normal: 2, truncated_normal: 1.3655, uniform: 0.8, sparse: 89 };
type Family = keyof typeof spread;

interface Promised {
  readonly settings: object;
  /** Every element's. */
  readonly value?: number;
  /** The same for every seed. */
  readonly fixed?: true;
  readonly mean?: number;
  readonly std?: number;
  readonly family?: Family;
  /** Of |w − mean|, and reached. */
  readonly bound?: number;
}

/** √(1 − 4φ(2) / (2Φ(2) − 1)). */
const afterCut = 0.87962566;

/** Settings, and what they promise of a dense layer of 300 inputs and 200 outputs. */
const rows: Record<Kind, Promised> = {
  zeros: { settings: {}, value: 0, fixed: true },
  ones: { settings: {}, value: 1, fixed: true },
  constant: { settings: { value: 0.25 }, value: 0.25, fixed: true },
  identity: { settings: { gain: 2 }, fixed: true },
  normal: { settings: { std: 0.02 }, std: 0.02, family: "normal" },
  truncated_normal: {
    settings: { mean: 0.5, std: 0.02 },
    mean: 0.5,
    std: 0.02 * afterCut,
    family: "truncated_normal",
    bound: 0.04,
  },
  uniform: { settings: { limit: 0.3 }, std: 0.3 / Math.sqrt(3), family: "uniform", bound: 0.3 },
  variance_scaling: {
    settings: {},
    std: Math.sqrt(1 / 300),
    family: "truncated_normal",
    bound: (2 * Math.sqrt(1 / 300)) / afterCut,
  },
  xavier_normal: { settings: {}, std: Math.sqrt(2 / 500), family: "normal" },
  xavier_uniform: { settings: {}, std: Math.sqrt(2 / 500), family: "uniform", bound: Math.sqrt(6 / 500) },
  he_normal: { settings: {}, std: Math.sqrt(2 / 300), family: "normal" },
  he_uniform: { settings: {}, std: Math.sqrt(2 / 300), family: "uniform", bound: Math.sqrt(6 / 300) },
  lecun_normal: { settings: {}, std: Math.sqrt(1 / 300), family: "normal" },
  lecun_uniform: { settings: {}, std: Math.sqrt(1 / 300), family: "uniform", bound: 0.1 },
  orthogonal: { settings: {}, std: Math.sqrt(1 / 300), family: "normal" },
  delta_orthogonal: { settings: {}, std: Math.sqrt(1 / 300), family: "normal" },
  dirac: { settings: { groups: 2 }, fixed: true },
  lsuv: { settings: {}, std: Math.sqrt(1 / 300), family: "normal" },
  sparse: { settings: { std: 0.5 }, std: 0.5 * Math.sqrt(10 / 300), family: "sparse" },
};

const expectMoments = (values: Float32Array, std: number, family: Family, expected = 0) => {
  const { mean, variance } = moments(values);
  expect(Math.abs(mean - expected)).toBeLessThan((5 * std) / Math.sqrt(values.length));
  expect(Math.abs(variance / std ** 2 - 1)).toBeLessThan(5 * Math.sqrt(spread[family] / values.length));
};

const expectBound = (values: Float32Array, bound: number, mean = 0) => {
  const largest = values.reduce((most, one) => Math.max(most, Math.abs(one - mean)), 0);
  expect(largest).toBeLessThanOrEqual(bound * (1 + 1e-6));
  expect(largest).toBeGreaterThan(bound * 0.99);
};

const kinds = Object.keys(initializers).map((name) => name as Kind); // keys of the catalog

describe.each(kinds)("%s", (name) => {
  const { settings, value, fixed, mean, std, family, bound } = rows[name];

  it("fills the tensor with finite float32 values of its distribution", () => {
    const values = sample(name, settings, weight(300, 200));
    expect(values).toHaveLength(60_000);
    expect(values.every(Number.isFinite)).toBe(true);
    if (value !== undefined) expect(new Set(values)).toEqual(new Set([value]));
    if (std !== undefined && family !== undefined) expectMoments(values, std, family, mean);
    if (bound !== undefined) expectBound(values, bound, mean);
  });

  it("gives the same values for the same seed and name, others for others", () => {
    const shape = weight(10, 10);
    expect(sample(name, settings, shape)).toEqual(sample(name, settings, shape));
    for (const other of [
      sample(name, settings, shape, 8),
      sample(name, settings, shape, 7, "layers.1.weight"),
    ]) {
      if (fixed) expect(other).toEqual(sample(name, settings, shape));
      else expect(other).not.toEqual(sample(name, settings, shape));
    }
  });

  it("fills tensors of every rank, a single value and an odd count", () => {
    for (const shape of [[], [1], [7], [3, 5], [3, 3, 2, 4]]) {
      const size = shape.reduce((product, length) => product * length, 1);
      const values = sample(name, settings, weight(9, 9, shape));
      expect(values).toHaveLength(size);
      expect(values.every(Number.isFinite)).toBe(true);
    }
  });

  it("refuses unknown settings, and has a description", () => {
    const { config } = initializers[name];
    const decode = Schema.decodeUnknownExit(config, { onExcessProperty: "error" });
    expect(decode(settings)._tag).toBe("Success");
    expect(decode({ ...settings, gian: 2 })._tag).toBe("Failure");
    expect(Schema.resolveAnnotations(config)?.description).toMatch(/\.$/);
  });

  it("is exported under its name in camelCase", () => {
    const [row] = init.initRows({ weights: { [name]: settings }, biases: { [name]: settings } });
    expect(init).toHaveProperty(row!.name, initializers[name]);
  });
});

/** Elements 0, 1 and 14 of a [3, 5] weight at seed 7. Runs that are kept were started with these. */
const kept: ReadonlyArray<readonly [Kind, object, ReadonlyArray<number>]> = [
  ["normal", { std: 0.01 }, [0.000785154988989234, -0.0019676678348332644, 0.004592885263264179]],
  ["uniform", { limit: 0.05 }, [0.04778089374303818, 0.03104260563850403, 0.03627440333366394]],
  ["xavier_normal", {}, [0.039257749915122986, -0.09838339686393738, 0.2296442687511444]],
  ["xavier_uniform", {}, [0.8275893926620483, 0.5376737117767334, 0.6282910704612732]],
  ["xavier_normal", { fan: "in" }, [0.045330945402383804, -0.11360336095094681, 0.2651703655719757]],
  ["xavier_uniform", { fan: "in" }, [0.9556179046630859, 0.6208521127700806, 0.7254880666732788]],
  ["he_normal", {}, [0.06410763412714005, -0.16065941751003265, 0.3750075101852417]],
  ["he_uniform", {}, [1.3514478206634521, 0.8780174851417542, 1.0259950160980225]],
  ["he_normal", { fan: "out" }, [0.049657560884952545, -0.12444625049829483, 0.2904795706272125]],
  ["he_uniform", { fan: "out" }, [1.046826958656311, 0.680109441280365, 0.7947323322296143]],
];

describe("values that must not change", () => {
  it.each(kept)("%s %j", (name, settings, [first, second, last]) => {
    const values = sample(name, settings, weight(3, 5));
    expect([values[0], values[1], values[14]]).toEqual([first, second, last]);
  });
});

interface Way {
  readonly row: "xavier" | "he" | "lecun" | "variance_scaling";
  readonly settings: object;
}

/** How the schemes of the published cases are written here: each in its own row, and in the general one. */
const schemes: Record<string, ReadonlyArray<Way>> = {
  glorot: [
    { row: "xavier", settings: {} },
    { row: "variance_scaling", settings: { mode: "fan_avg" } },
  ],
  lecun: [
    { row: "lecun", settings: {} },
    { row: "xavier", settings: { fan: "in" } },
    { row: "variance_scaling", settings: {} },
  ],
  he_fan_in: [
    { row: "he", settings: {} },
    { row: "variance_scaling", settings: { scale: 2 } },
  ],
  he_fan_out: [
    { row: "he", settings: { fan: "out" } },
    { row: "variance_scaling", settings: { scale: 2, mode: "fan_out" } },
  ],
  "he_leaky_0.2": [
    { row: "he", settings: { negative_slope: 0.2 } },
    { row: "variance_scaling", settings: { scale: 2 / 1.04 } },
  ],
  xavier_gain_tanh: [
    { row: "xavier", settings: { gain: "tanh" } },
    { row: "xavier", settings: { gain: 5 / 3 } },
    { row: "variance_scaling", settings: { scale: 25 / 9, mode: "fan_avg" } },
  ],
};

const families = ["truncated_normal", "normal", "uniform"] as const;

interface Published {
  readonly id: string;
  readonly name: Kind;
  readonly settings: object;
  readonly family: (typeof families)[number];
  readonly shape: ParamShape;
  readonly std: number;
  readonly bound: number | undefined;
}

/** Each published number with each way to write it. The truncated ones are written in the general row only. */
const published = cases.flatMap(({ id, params, expected }) => {
  const { fan_in: fanIn, fan_out: fanOut, n } = params;
  if (fanIn === undefined || fanOut === undefined || n === undefined) return [];
  return Object.entries(expected).flatMap(([kind, numbers]) => {
    const family = families.find((each) => kind.endsWith(`_${each}`))!;
    const ways = schemes[kind.slice(0, -family.length - 1)]!;
    // entries of a variance case hold these numbers
    const { std, bound } = numbers as { readonly std: number; readonly bound?: number };
    const shape = weight(fanIn, fanOut, [n]);
    return ways.flatMap(({ row, settings }): ReadonlyArray<Published> => {
      const case_ = { id: `${id}: ${kind}`, family, shape, std, bound };
      if (row === "variance_scaling")
        return [{ ...case_, name: row, settings: { ...settings, distribution: family } }];
      return family === "truncated_normal" ? [] : [{ ...case_, name: `${row}_${family}`, settings }];
    });
  });
});

describe("published variances", () => {
  it("are all here", () => expect(published).toHaveLength(3 * (6 + 2 * 14)));

  it.each(published)("$id as $name $settings", ({ name, settings, family, shape, std, bound }) => {
    const values = sample(name, settings, shape);
    expectMoments(values, std, family);
    if (bound !== undefined) expectBound(values, bound);
  });

  it("he with fan average: 4 / (fan_in + fan_out)", () => {
    expectMoments(sample("he_normal", { fan: "average" }, weight(300, 200)), Math.sqrt(4 / 500), "normal");
  });
});

const row = (values: ArrayLike<number>, columns: number, at: number) =>
  Array.from({ length: columns }, (_, column) => values[at * columns + column]!);
const column = (values: ArrayLike<number>, columns: number, at: number) =>
  Array.from({ length: values.length / columns }, (_, line) => values[line * columns + at]!);

describe("orthogonal", () => {
  const orthogonal = cases.flatMap(({ id, params, input, expected }) => {
    if (params.shape === undefined || input.normal_matrix === undefined || expected.W === undefined)
      return [];
    return [
      {
        id,
        gain: params.gain,
        shape: params.shape,
        matrix: input.normal_matrix.flat(),
        W: expected.W.flat(),
      },
    ];
  });

  it("has both published cases", () => expect(orthogonal).toHaveLength(2));

  it.each(orthogonal)("$id", ({ gain, shape: [rows, columns], matrix, W }) => {
    const rotation = orthonormal(matrix, rows!, columns!);
    W.forEach((value, at) => {
      expect(Math.abs(gain * rotation[at]! - value)).toBeLessThan(1e-10);
    });
    const normals = () => Float32Array.from(matrix);
    const drawn = initializers.orthogonal.sample(
      weight(rows!, columns!),
      { gain },
      { normals, uniforms: normals },
    );
    const rounded = orthonormal(normals(), rows!, columns!); // of what float32 leaves of the matrix
    drawn.forEach((value, at) => {
      expect(value).toBe(Math.fround(gain * rounded[at]!));
    });
  });

  it.each([
    { shape: [40, 25] },
    { shape: [25, 40] },
    { shape: [30, 30] },
    { shape: [3, 3, 4, 20] },
    { shape: [3, 3, 2, 30] },
  ])("of $shape has orthogonal rows or columns of length gain", ({ shape }) => {
    const columns = shape.at(-1)!;
    const values = sample("orthogonal", { gain: "tanh" }, weight(9, 9, shape));
    const rows = values.length / columns;
    const short = Array.from({ length: Math.min(rows, columns) }, (_, at) =>
      rows >= columns ? column(values, columns, at) : row(values, columns, at),
    );
    short.forEach((a, i) => {
      short.forEach((b, j) => {
        const product = a.reduce((sum, value, at) => sum + value * b[at]!, 0);
        expect(product).toBeCloseTo(i === j ? 25 / 9 : 0, 6);
      });
    });
  });

  it("keeps its precision where the vectors are almost parallel", () => {
    const hilbert = Array.from({ length: 64 }, (_, at) => 1 / (Math.floor(at / 8) + (at % 8) + 1));
    const q = orthonormal(hilbert, 8, 8);
    for (const [i, j] of [
      [0, 7],
      [6, 7],
      [3, 5],
    ] as const) {
      const product = column(q, 8, i).reduce((sum, value, at) => sum + value * column(q, 8, j)[at]!, 0);
      expect(Math.abs(product)).toBeLessThan(1e-14);
    }
  });
});

describe("identity", () => {
  it.each([
    { shape: [2, 3], values: [2, 0, 0, 0, 2, 0] },
    { shape: [3, 2], values: [2, 0, 0, 2, 0, 0] },
    { shape: [3, 1, 1, 2], values: [0, 0, 2, 0, 0, 0] },
    { shape: [2, 1, 2, 1], values: [0, 0, 2, 0] },
  ])("of $shape", ({ shape, values }) => {
    expect([...sample("identity", { gain: 2 }, weight(9, 9, shape))]).toEqual(values);
  });
});

describe("delta_orthogonal", () => {
  it.each([
    { shape: [3, 3, 4, 6] },
    { shape: [5, 4, 6, 4] },
    { shape: [3, 2, 5] },
  ])("of $shape is a rotation in the middle", ({ shape }) => {
    const values = sample("delta_orthogonal", { gain: 2 }, weight(9, 9, shape));
    const [inputs, outputs] = shape.slice(-2) as [number, number]; // a kernel has two sides of channels at least
    const at = shape.slice(0, -2).reduce((place, side) => place * side + Math.floor(side / 2), 0);
    const size = inputs * outputs;
    const middle = values.slice(at * size, (at + 1) * size);
    expect(values.filter((value) => value !== 0)).toEqual(middle.filter((value) => value !== 0));
    const short = Array.from({ length: Math.min(inputs, outputs) }, (_, index) =>
      inputs >= outputs ? column(middle, outputs, index) : row(middle, outputs, index),
    );
    short.forEach((a, i) => {
      short.forEach((b, j) => {
        const product = a.reduce((sum, value, k) => sum + value * b[k]!, 0);
        expect(product).toBeCloseTo(i === j ? 4 : 0, 5);
      });
    });
  });

  it("of a matrix is orthogonal", () => {
    const settings = { gain: "relu" };
    expect(sample("delta_orthogonal", settings, weight(7, 5))).toEqual(
      sample("orthogonal", settings, weight(7, 5)),
    );
  });
});

describe("dirac", () => {
  it.each(dirac.cases)("as torch.nn.init.dirac_ of $shape in $groups groups", ({ shape, groups, ones }) => {
    const values = sample("dirac", { groups }, weight(9, 9, shape));
    expect([...values.keys()].filter((at) => values[at] !== 0)).toEqual(ones);
    expect(new Set(values)).toEqual(new Set([0, 1]));
  });

  it("is the identity in one group", () => {
    for (const shape of [
      [3, 3, 4, 6],
      [4, 4],
      [2, 5, 3],
    ]) {
      expect(sample("dirac", {}, weight(9, 9, shape))).toEqual(sample("identity", {}, weight(9, 9, shape)));
    }
  });
});

describe("lsuv, before it scales", () => {
  it("is orthogonal, or what it is told to scale", () => {
    const shape = weight(8, 6);
    expect(sample("lsuv", {}, shape)).toEqual(sample("orthogonal", {}, shape));
    expect(sample("lsuv", { mode: "orthonormal_only" }, shape)).toEqual(sample("orthogonal", {}, shape));
    for (const existing of ["he_normal", "xavier_normal", "lecun_normal", "normal"] as const) {
      expect(sample("lsuv", { mode: "scale_existing", existing }, shape)).toEqual(
        sample(existing, {}, shape),
      );
    }
  });
});

describe("truncated_normal", () => {
  it("leaves out the draws beyond two standard deviations, and no other", () => {
    const inside = sample("normal", { std: 1 }, weight(9, 9, [1000])).filter((draw) => Math.abs(draw) <= 2);
    const values = sample("truncated_normal", { std: 1 }, weight(9, 9, [inside.length]));
    expect(values).toEqual(inside);
    expect(inside.length / 1000).toBeCloseTo(0.9545, 1);
  });
});

describe("sparse", () => {
  const joined = (values: Float32Array, columns: number) =>
    Array.from({ length: columns }, (_, at) =>
      column(values, columns, at).flatMap((value, line) => (value === 0 ? [] : [line])),
    );

  it("joins each unit to as many inputs as told, at most all", () => {
    const values = sample("sparse", { connections: 4 }, weight(50, 30));
    expect(joined(values, 30).map(({ length }) => length)).toEqual(new Array(30).fill(4));
    const all = sample("sparse", {}, weight(6, 30));
    expect(joined(all, 30).map(({ length }) => length)).toEqual(new Array(30).fill(6));
  });

  it("picks every input as often as another", () => {
    const counts = new Array<number>(20).fill(0);
    for (const inputs of joined(sample("sparse", { connections: 5 }, weight(20, 4000)), 4000))
      for (const input of inputs) counts[input]! += 1;
    // binomial(4000, 1/4): standard deviation 27.4
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(5 * 27.4);
  });
});
