/** Every initializer of the catalog through the same properties, and against published numbers. */
import { oneOf, type ParamShape } from "@attune/nn";
import * as Schema from "effect/Schema";
import { describe, expect, it } from "vitest";
import * as init from "../src/index.ts";
import cases from "./fixtures/initialiser.json" with { type: "json" };

const { initializers, initialize } = init;

const weight = (fanIn: number, fanOut: number, count: number): ParamShape => ({
  shape: [count],
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

/** A sample variance has relative standard error √((kurtosis − 1)/n): 2/n for a normal, 0.8/n for a uniform. */
const spread = { normal: 2, uniform: 0.8 };

/** Settings for the table, and the standard deviation, bound and family that they promise at fans 300 and 200. */
const rows: Record<Kind, { settings: object; value?: number; std?: number; family?: keyof typeof spread }> = {
  zeros: { settings: {}, value: 0 },
  constant: { settings: { value: 0.25 }, value: 0.25 },
  normal: { settings: { std: 0.02 }, std: 0.02, family: "normal" },
  uniform: { settings: { limit: 0.3 }, std: 0.3 / Math.sqrt(3), family: "uniform" },
  xavier_normal: { settings: {}, std: Math.sqrt(2 / 500), family: "normal" },
  xavier_uniform: { settings: {}, std: Math.sqrt(2 / 500), family: "uniform" },
  he_normal: { settings: {}, std: Math.sqrt(2 / 300), family: "normal" },
  he_uniform: { settings: {}, std: Math.sqrt(2 / 300), family: "uniform" },
};

const expectMoments = (values: Float32Array, std: number, family: keyof typeof spread) => {
  const { mean, variance } = moments(values);
  expect(Math.abs(mean)).toBeLessThan((5 * std) / Math.sqrt(values.length));
  expect(Math.abs(variance / std ** 2 - 1)).toBeLessThan(5 * Math.sqrt(spread[family] / values.length));
};

const kinds = Object.keys(initializers).map((name) => name as Kind); // keys of the catalog

describe.each(kinds)("%s", (name) => {
  const { settings, value, std, family } = rows[name];

  it("fills the tensor with finite float32 values of its distribution", () => {
    const values = sample(name, settings, weight(300, 200, 60_000));
    expect(values).toHaveLength(60_000);
    expect(values.every(Number.isFinite)).toBe(true);
    if (value !== undefined) expect(new Set(values)).toEqual(new Set([value]));
    if (std !== undefined && family !== undefined) expectMoments(values, std, family);
    if (std !== undefined && family === "uniform") {
      const bound = std * Math.sqrt(3);
      const largest = values.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
      expect(largest).toBeLessThanOrEqual(bound * (1 + 1e-6));
      expect(largest).toBeGreaterThan(bound * 0.999);
    }
  });

  it("gives the same values for the same seed and name, others for others", () => {
    const shape = weight(300, 200, 100);
    expect(sample(name, settings, shape)).toEqual(sample(name, settings, shape));
    if (value !== undefined) return;
    expect(sample(name, settings, shape, 8)).not.toEqual(sample(name, settings, shape));
    expect(sample(name, settings, shape, 7, "layers.1.weight")).not.toEqual(sample(name, settings, shape));
  });

  it("fills tensors of every rank, a single value and an odd count", () => {
    for (const shape of [[], [1], [7], [3, 5], [3, 3, 2, 4]]) {
      const size = shape.reduce((product, length) => product * length, 1);
      expect(sample(name, settings, { ...weight(9, 9, 0), shape })).toHaveLength(size);
    }
  });

  it("refuses unknown settings", () => {
    const decode = Schema.decodeUnknownExit(initializers[name].config, { onExcessProperty: "error" });
    expect(decode(settings)._tag).toBe("Success");
    expect(decode({ ...settings, gian: 2 })._tag).toBe("Failure");
  });

  it("is exported under its name in camelCase", () => {
    const [row] = init.initRows({ weights: { [name]: settings }, biases: { [name]: settings } });
    expect(init).toHaveProperty(row!.name, initializers[name]);
  });
});

/** How the kinds of the published cases are written here; the others say why they are not offered. */
const offered: Record<string, { name: "xavier" | "he"; settings: object } | string> = {
  glorot: { name: "xavier", settings: {} },
  lecun: { name: "xavier", settings: { fan: "in" } },
  he_fan_in: { name: "he", settings: {} },
  he_fan_out: { name: "he", settings: { fan: "out" } },
  "he_leaky_0.2": "no setting for a leaky slope",
  xavier_gain_tanh: "no setting for a gain",
};

const variances = cases.flatMap(({ id, params, expected }) => {
  const { fan_in: fanIn, fan_out: fanOut, n } = params;
  if (fanIn === undefined || fanOut === undefined || n === undefined) return [];
  return Object.entries(expected).map(([kind, published]) => {
    const [, scheme, family] = /^(.*?)_(uniform|truncated_normal|normal)$/.exec(kind) ?? [];
    // entries of a variance case hold these numbers
    const numbers = published as { readonly variance: number; readonly std: number; readonly bound?: number };
    return { id, kind, scheme: offered[scheme ?? ""], family, shape: weight(fanIn, fanOut, n), numbers };
  });
});

describe("published variances", () => {
  for (const { id, kind, scheme, family, shape, numbers } of variances) {
    if (family === "truncated_normal") it.skip(`${id}: ${kind} (no truncated normal)`);
    else if (scheme === undefined || typeof scheme === "string") it.skip(`${id}: ${kind} (${scheme})`);
    else {
      it(`${id}: ${kind}`, () => {
        const normal = family === "normal";
        const values = sample(`${scheme.name}_${normal ? "normal" : "uniform"}`, scheme.settings, shape);
        expectMoments(values, numbers.std, normal ? "normal" : "uniform");
        if (numbers.bound === undefined) return;
        const largest = values.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
        expect(largest).toBeLessThanOrEqual(numbers.bound * (1 + 1e-6));
        expect(largest).toBeGreaterThan(numbers.bound * 0.99);
      });
    }
  }
  for (const { id } of cases.filter(({ params }) => params.n === undefined))
    it.skip(`${id} (no orthogonal initializer)`);
});
