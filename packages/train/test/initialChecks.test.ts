/** Every check of first weights: on states made for it, on networks that are wrong, and silent on healthy ones. */
import type { Json } from "@attune/core";
import { InitConfig } from "@attune/init";
import { initialChecks, initStep, trainStep } from "@attune/train";
import * as Schema from "effect/Schema";
import { describe, expect, it } from "vitest";
import { alikeUnits } from "../src/alikeUnits.ts";
import { collapsedStart } from "../src/collapsedStart.ts";
import type { InitialState, LayerStatistics, TensorStatistics } from "../src/InitialState.ts";
import { asInput, experiment, irisData, memoryContext, runStep } from "./MemoryContext.ts";

const layer = (index: number, of: Partial<LayerStatistics> = {}): LayerStatistics => ({
  name: `layers.${index}`,
  activation: "relu",
  weightStd: 0.1,
  activationMean: 0.4,
  activationStd: 0.6,
  preactivationStd: 1,
  gradientStd: 0.01,
  gradientNorm: 0.5,
  zeroShare: 0.5,
  deadShare: 0,
  saturatedShare: null,
  ...of,
});
const tensor = (index: number, of: Partial<TensorStatistics> = {}): TensorStatistics => ({
  name: `layers.${index}.weight`,
  size: 10_000,
  variance: 0.02,
  fanIn: 100,
  fanOut: 100,
  activation: "relu",
  units: 100,
  alike: 0,
  gradientNorm: 0.5,
  output: index === 3,
  ...of,
});
const at = [0, 1, 2, 3];
const healthy: InitialState = {
  layers: at.map((index) => layer(index)),
  tensors: at.map((index) => tensor(index)),
  lsuv: [],
  loss: 2.4,
  classes: 10,
  standardInputs: true,
  weights: "normal",
};
const stds = (...all: ReadonlyArray<number | null>): Partial<InitialState> => ({
  layers: [...all, 1].map((activationStd, index) => layer(index, { activationStd })),
});
const scaled = { layer: "layers.0", before: 0.5, after: 1, iterations: 1, tolerance: 0.02 };
const bounded = (saturatedShare: number) => ({
  layers: at.map((index) => layer(index, { activation: "tanh", saturatedShare })),
});

type Name = keyof typeof initialChecks;
/** What each check says on both sides of its limit. */
const table: Record<Name, ReadonlyArray<readonly [Partial<InitialState>, string]>> = {
  symmetric_weights: [
    [{}, "pass"],
    [{ tensors: [tensor(0, { alike: 99 })] }, "pass"],
    [{ tensors: [tensor(0, { alike: 100, variance: 0 })] }, "fail"],
    [{ tensors: [tensor(0, { units: 1, alike: 0 })] }, "not_applicable"],
  ],
  weight_variance: [
    [{}, "pass"],
    [{ tensors: [tensor(0, { variance: 0.02 * 2.7 })] }, "pass"],
    [{ tensors: [tensor(0, { variance: 0.02 * 2.71 })] }, "info"],
    [{ tensors: [tensor(0, { variance: 0.02 / 2.71 })] }, "info"],
    [{ tensors: [tensor(0, { activation: "tanh", variance: 0.01 * 2.6 })] }, "pass"],
    [{ tensors: [tensor(0, { activation: "sigmoid", variance: 0.01 * 2.8 })] }, "info"],
    [{ tensors: [tensor(3, { variance: 1 })] }, "not_applicable"],
    [{ tensors: [tensor(0, { variance: 1 })], weights: "orthogonal" }, "not_applicable"],
  ],
  signal_collapse: [
    [{}, "pass"],
    [stds(1, 0.3, 0.0501), "pass"],
    [stds(1, 0.3, 0.0499), "warn"],
    [stds(1, 1e-3, 1e-9), "warn"],
    [stds(1, 1, 0), "warn"],
    [stds(1), "not_applicable"],
  ],
  signal_explosion: [
    [{}, "pass"],
    [stds(1, 5, 9.9), "pass"],
    [stds(1, 5, 10.1), "warn"],
    [stds(1, 50, 1001), "fail"],
    [stds(1, 50, null), "fail"],
    [{ loss: null }, "fail"],
    [{ loss: 23.1 }, "fail"],
    [{ loss: 22.9 }, "pass"],
    [{ loss: 1e6, classes: 0 }, "pass"],
  ],
  lsuv_not_converged: [
    [{}, "not_applicable"],
    [{ lsuv: [scaled] }, "pass"],
    [{ lsuv: [scaled, { ...scaled, after: 1.03, iterations: 10 }] }, "warn"],
    [{ lsuv: [{ ...scaled, after: 0 }] }, "warn"],
    [{ lsuv: [{ ...scaled, after: null }] }, "warn"],
    [{ lsuv: [scaled, { ...scaled, layer: "layers.1.weight", before: null, after: null }] }, "pass"],
  ],
  saturated_at_init: [
    [{}, "not_applicable"],
    [bounded(0.5), "pass"],
    [bounded(0.51), "warn"],
  ],
  gradient_scale_at_init: [
    [{}, "pass"],
    [{ tensors: [tensor(0, { gradientNorm: 34 }), tensor(1)] }, "pass"],
    [{ tensors: [tensor(0, { gradientNorm: 36 }), tensor(1)] }, "warn"],
    [{ tensors: [tensor(0), tensor(1, { gradientNorm: 0 })] }, "not_applicable"],
    [{ tensors: [tensor(0)] }, "not_applicable"],
  ],
};

describe.each(Object.entries(initialChecks))("%s", (name, check) => {
  it.each(table[name as Name])("%j: %s", (state, status) => {
    // an object literal's own keys
    const { result, finding } = check.run({ ...healthy, ...state });
    expect([result.code, result.name, result.status]).toEqual([check.code, check.name, status]);
    expect(result.evidence.length).toBeGreaterThan(10);
    expect(finding !== undefined).toBe(["fail", "warn", "info"].includes(status));
    if (finding === undefined) return;
    expect(finding.severity).toBe(status);
    expect(finding.evidence).toMatch(/\d|not finite/);
    expect(finding.remedies.length).toBeGreaterThan(0);
  });

  it("offers only patches that the settings take, and none that is there already", () => {
    const decode = Schema.decodeUnknownSync(InitConfig, { onExcessProperty: "error" });
    for (const weights of ["zeros", "he_normal", "xavier_normal", "lsuv"]) {
      for (const [state] of table[name as Name]) {
        const { finding } = check.run({ ...healthy, standardInputs: false, ...state, weights });
        for (const { patch } of finding?.remedies ?? []) {
          if (patch === undefined || patch.path === "data.normalize") continue;
          const [path, ...within] = patch.path.split(/(?<=weights)\./);
          expect(path).toBe("steps.init.with.weights");
          const keys = within.join().split(".").filter(Boolean);
          const value = keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), patch.value);
          expect(decode({ weights: value })).toBeDefined();
          expect(patch.value).not.toBe(weights);
        }
      }
    }
  });

  it("is left out where it is waived", async () => {
    const run = runStep(
      initStep,
      small,
      { weights: "zeros", checks: { [name]: { waive: "on purpose" } } },
      memoryContext({}),
    );
    const { checks, detail } = await run;
    expect(checks.find(({ code }) => code === check.code)).toMatchObject({
      status: "not_applicable",
      evidence: "waived: on purpose",
    });
    expect(detail.waived).toEqual([name]);
  });
});

it.each([
  [512, { path: "steps.init.with.weights.lsuv.batch", value: 2048 }],
  [2048, undefined],
  [undefined, undefined],
])("lsuv on %s examples: more are asked for where they are fewer, its other settings stay", (batch, patch) => {
  const lsuv = [{ ...scaled, after: 0 }];
  const state = { ...healthy, lsuv, ...(batch === undefined ? {} : { lsuvBatch: batch }) };
  expect(initialChecks.lsuv_not_converged.run(state).finding?.remedies[0]?.patch).toEqual(patch);
});

const digits: Json = { uses: "mnist", split: { train: 256, validation: 10, test: 0 }, normalize: "standard" };
const stack = (data: Json, hidden: number, activation: string, units = 100) =>
  experiment(data, {
    layers: [
      ...Array.from({ length: hidden }, () => ({ dense: { units, activation } })),
      { dense: { units: data === digits ? 10 : 3 } },
    ],
    loss: "cross_entropy",
  });
const small = stack(irisData, 1, "relu", 16);

it("lsuv that does not converge is offered a larger batch in its own settings", async () => {
  const weights = { lsuv: { batch: 64, tolerance: 1e-16, max_iterations: 1 } };
  const { findings } = await said(stack(irisData, 8, "relu", 16), { weights });
  expect(findings.find(({ code }) => code === "INI006")?.remedies[0]?.patch).toEqual({
    path: "steps.init.with.weights.lsuv.batch",
    value: 2048,
  });
});

const said = async (of: ReturnType<typeof stack>, init: Json, seed = 7) => {
  const { status, findings } = await runStep(initStep, of, init, memoryContext({ seed }));
  return { status, codes: findings.map(({ code, severity }) => `${code} ${severity}`), findings };
};

describe("networks that are wrong from the start", () => {
  it.each(["relu", "tanh"])("all zeros of %s: symmetric", async (activation) => {
    const { status, codes, findings } = await said(stack(irisData, 2, activation, 16), { weights: "zeros" });
    expect(status).toBe("infeasible");
    expect(codes).toContain("INI001 fail");
    expect(findings[0]?.remedies[0]?.patch).toEqual({ path: "steps.init.with.weights", value: "he_normal" });
  });

  it("one constant for all weights: symmetric", async () => {
    const { codes } = await said(small, { weights: { constant: { value: 0.1 } } });
    expect(codes).toContain("INI001 fail");
  });

  it("zeros may be waived with a reason", async () => {
    const checks = { symmetric_weights: { waive: "the experiment is about them" } };
    expect((await said(small, { weights: "zeros", checks })).status).toBe("succeeded");
  });

  it("an output layer of zeros is not symmetric: its units have other targets", async () => {
    const { codes } = await said(small, { layers: { "layers.1": { weights: "zeros" } } });
    expect(codes).not.toContain("INI001 fail");
    const linear = experiment(irisData, { layers: [{ dense: { units: 3 } }], loss: "cross_entropy" });
    expect((await said(linear, { weights: "zeros" })).codes).not.toContain("INI001 fail");
  });

  it("N(0, 1): tanh saturates, ReLU explodes", async () => {
    const init = { weights: { normal: { std: 1 } } };
    expect((await said(stack(digits, 9, "tanh"), init)).codes).toEqual(
      expect.arrayContaining(["INI007 warn", "INI008 warn", "INI002 info"]),
    );
    const { status, codes } = await said(stack(digits, 9, "relu"), init);
    expect([status, codes.includes("INI004 fail")]).toEqual(["infeasible", true]);
  });

  it("the signal collapses at depth 30 with Xavier, not with LSUV", async () => {
    const deep = stack(digits, 30, "relu");
    const context = memoryContext({});
    const xavier = await runStep(initStep, deep, { weights: "xavier_normal" }, context);
    expect(xavier.findings.map(({ code, severity }) => `${code} ${severity}`)).toContain("INI003 warn");
    const lsuv = await runStep(initStep, deep, { weights: "lsuv" }, memoryContext({}));
    expect(lsuv.findings).toEqual([]);
    const layers = lsuv.detail.layers as ReadonlyArray<LayerStatistics>; // as initStep makes it
    for (const { activationStd, preactivationStd } of layers.slice(0, -1)) {
      expect(preactivationStd).toBeCloseTo(1, 2);
      // .58381 √q of a wide layer; deep in a narrow one, the means of units differ, and ReLU passes less of the spread
      expect(activationStd).toBeGreaterThan(0.4);
      expect(activationStd).toBeLessThan(0.65);
    }
    const rows = lsuv.detail.lsuv as ReadonlyArray<{ iterations: number }>; // as initStep makes it
    expect(rows).toHaveLength(31);
    expect(rows.every(({ iterations }) => iterations <= 1)).toBe(true);

    const train = (weights: typeof xavier, optimizer: string) =>
      runStep(
        trainStep,
        deep,
        { optimizer: { [optimizer]: { learning_rate: 0.001 } }, epochs: 1, batch_size: 64 },
        memoryContext({ blobs: context.blobs, inputs: asInput(weights), until: 1 }),
      );
    const refused = await train(xavier, "sgd");
    expect(refused.status).toBe("infeasible");
    expect(refused.findings).toMatchObject([{ code: "INI003", severity: "fail" }]);
    expect((await train(xavier, "adam")).status).toBe("succeeded");
    const waived = { ...xavier, detail: { ...xavier.detail, waived: ["signal_collapse"] } };
    expect((await train(waived, "sgd")).status).toBe("succeeded");
  }, 60_000);
});

describe("collapsedStart", () => {
  const detail = (...all: ReadonlyArray<number>) => ({
    layers: [...all, 1].map((activationStd, index) => layer(index, { activationStd })),
    weights: "xavier_normal",
    waived: [],
  });
  it("is said below .001, of optimizers that do not rescale, and only of what init has measured", () => {
    expect(collapsedStart(detail(1, 0.1, 9e-4), "sgd")).toMatchObject({ severity: "fail", code: "INI003" });
    expect(collapsedStart(detail(1, 0.1, 9e-4), "momentum")).toBeDefined();
    expect(collapsedStart(detail(1, 0.1, 9e-4), "adam")).toBeUndefined();
    expect(collapsedStart(detail(1, 0.1, 1.1e-3), "sgd")).toBeUndefined();
    expect(collapsedStart({}, "sgd")).toBeUndefined();
  });
});

describe("alikeUnits", () => {
  const count = (weights: ReadonlyArray<number>, gradients: ReadonlyArray<number>, columns: number) =>
    alikeUnits(weights, gradients, columns);
  it("counts units of the same weights and the same gradient", () => {
    expect(count([1, 1, 2, 3, 3, 4], [5, 5, 5, 6, 6, 6], 3)).toBe(2);
    expect(count([1, 1, 2, 3, 3, 4], [5, 6, 5, 6, 6, 6], 3)).toBe(0);
    expect(count([0, 0, 0, 0], [1, 2, 1, 2], 4)).toBe(4);
    expect(count([0, 0, 0, 0], [1, 1 + 1e-7, 2, 3], 4)).toBe(2);
    expect(count([0, 0], [0, 0], 2)).toBe(2);
    expect(count([1, 3, 4, 1], [0, 0, 0, 0], 2)).toBe(0);
    expect(count([1], [1], 1)).toBe(0);
    expect(count([1, 1], [Number.NaN, Number.NaN], 2)).toBe(0);
  });
});

/** ReLU halves the variance of Xavier's and of orthonormal weights in every layer: after nine it has truly faded. */
const depths = (weights: string, activation: string) =>
  activation === "relu" && weights !== "he_normal" && weights !== "lsuv" ? [1, 4, 7] : [1, 4, 9];

describe("healthy networks raise nothing", () => {
  const schemes = ["he_normal", "xavier_normal", "lsuv", "orthogonal"];
  const cases = ["relu", "tanh"].flatMap((activation) =>
    schemes.map((weights) => [weights, activation] as const),
  );
  it.each(cases)("%s, %s", async (weights, activation) => {
    const heard: Array<string> = [];
    for (const hidden of depths(weights, activation)) {
      for (let seed = 0; seed < 5; seed++) {
        for (const of of [stack(digits, hidden, activation), stack(irisData, hidden, activation, 16)]) {
          const { status, codes } = await said(of, { weights }, seed);
          expect(status).toBe("succeeded");
          heard.push(
            ...codes.filter((code) => !code.endsWith("info")).map((code) => `${hidden} ${seed} ${code}`),
          );
        }
      }
    }
    expect(heard).toEqual([]);
  });
});

it("output_bias from_prior starts at the classes' shares, and the mean of values", async () => {
  const context = memoryContext({});
  const regression = experiment(
    {
      ...(irisData as object),
      target: "petal_width",
      features: ["sepal_length"],
      task: "regression",
      normalize: "none",
    },
    { layers: [{ dense: { units: 1 } }], loss: "squared_error" },
  );
  const quiet = { weights: { normal: { std: 1e-6 } }, output_bias: "from_prior" };
  const of = async (which: typeof regression) => {
    const { detail } = await runStep(initStep, which, quiet, context);
    return (detail.layers as ReadonlyArray<LayerStatistics>).at(-1)?.activationMean; // as initStep makes it
  };
  expect(await of(regression)).toBeCloseTo(1.2, 0); // the irises' mean petal width is 1.199 cm
  expect(
    await of(experiment(irisData, { layers: [{ dense: { units: 3 } }], loss: "cross_entropy" })),
  ).toBeCloseTo(Math.log(1 / 3), 1);
});
