import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Json, ResolvedExperiment } from "@attune/core";
import { openEngine, type Slice, stream, uniforms } from "@attune/nn";
import { checks, initStep, sanityStep } from "@attune/train";
import { mul, type Scalar, sum } from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import { describe, expect, it } from "vitest";
import type { Wiring } from "../src/Check.ts";
import { l2Penalty } from "../src/l2Penalty.ts";
import { meanLoss } from "../src/meanLoss.ts";
import { runChecks } from "../src/runChecks.ts";
import { asInput, experiment, irisData, irisModel, memoryContext, runStep } from "./MemoryContext.ts";
import { wiringOf } from "./wiringOf.ts";

const iris = experiment(irisData, irisModel());
const sixUnits = experiment(irisData, {
  layers: [{ dense: { units: 6, activation: "tanh" } }, { dense: { units: 3 } }],
  loss: "cross_entropy",
});
const digits = experiment(
  { uses: "mnist", split: { train: 600, validation: 100, test: 0 }, normalize: "standard" },
  { layers: [{ dense: { units: 24, activation: "relu" } }, { dense: { units: 10 } }], loss: "cross_entropy" },
);
const regression = experiment(
  {
    ...(irisData as object),
    target: "petal_width",
    features: ["sepal_length", "sepal_width", "petal_length"],
    task: "regression",
  },
  { layers: [{ dense: { units: 16, activation: "relu" } }, { dense: { units: 1 } }], loss: "squared_error" },
);

const sanity = async (
  of: ResolvedExperiment,
  seed: number,
  { init = {}, config = {} }: { init?: Json; config?: Json } = {},
) => {
  const context = memoryContext({ seed });
  const weights = await runStep(initStep, of, init, context);
  return runStep(
    sanityStep,
    of,
    config,
    memoryContext({ seed, blobs: context.blobs, inputs: asInput(weights) }),
  );
};

const status = (outcome: Awaited<ReturnType<typeof sanity>>) =>
  Object.fromEntries(outcome.checks.map((check) => [check.code, check.status]));

const failed = (outcome: ReturnType<typeof runChecks>) =>
  outcome.checks.filter((check) => check.status === "fail").map(({ code, name }) => `${code} ${name}`);

/** A table of `rows`, written beside nothing else: the target is far from 0, or one class is rare. */
const table = (name: string, header: string, row: (i: number, u: number) => string): string => {
  const folder = mkdtempSync(join(tmpdir(), "attune-sanity-"));
  const draws = uniforms(stream(5, name), 400);
  writeFileSync(join(folder, name), [header, ...Array.from(draws, (u, i) => row(i, u))].join("\n"));
  return join(folder, name);
};
const csv = (path: string, target: string, task: string) => ({
  uses: "csv",
  path,
  target,
  task,
  normalize: "standard",
  split: { train: 300, validation: 50, test: 50 },
});
const kelvin = experiment(
  csv(
    table("kelvin.csv", "x,y", (_, u) => `${u},${300 + 4 * u}`),
    "y",
    "regression",
  ),
  {
    layers: [{ dense: { units: 16, activation: "relu" } }, { dense: { units: 1 } }],
    loss: "squared_error",
  },
);
const rare = experiment(
  csv(
    table("rare.csv", "x,y", (i, u) => `${u},${i % 100 === 99 ? "yes" : "no"}`),
    "y",
    "classification",
  ),
  {
    layers: [{ dense: { units: 8, activation: "relu" } }, { dense: { units: 2 } }],
    loss: "cross_entropy",
  },
);

it("a dead network fails where one class is rare, too", async () => {
  const dead = await sanity(rare, 1, { init: { weights: "zeros" } });
  expect([dead.status, status(dead).SAN004]).toEqual(["infeasible", "fail"]);
});

describe("healthy networks pass", () => {
  it.each([
    ["iris, 20 seeds", iris, 20],
    ["iris with 6 units, 5 seeds", sixUnits, 5],
    ["digits, 20 seeds", digits, 20],
    ["values, 8 seeds", regression, 8],
    ["values far from 0, 5 seeds", kelvin, 5],
  ])("%s", async (_, of, seeds) => {
    const fails: Array<string> = [];
    for (let seed = 0; seed < seeds; seed++) {
      const outcome = await sanity(of, seed);
      fails.push(
        ...outcome.checks
          .filter((check) => check.status === "fail")
          .map((check) => `${seed}: ${check.code} ${check.evidence}`),
      );
      expect(outcome.checks.map(({ code }) => code)).toEqual(Object.values(checks).map(({ code }) => code));
    }
    expect(fails).toEqual([]);
  });
});

const defaults = Schema.decodeUnknownSync(sanityStep.config)({});
const all = (wiring: Wiring) => runChecks(wiring, defaults);

describe("wrong wiring is infeasible by the check that names it", () => {
  it("nothing wrong", async () => {
    const outcome = all(await wiringOf());
    expect(failed(outcome)).toEqual([]);
    expect(outcome.status).toBe("succeeded");
  });

  it.each<[string, (loss: Wiring["batchLoss"], model: Wiring["model"]) => Wiring["batchLoss"]]>([
    ["a summed loss", (_, model) => (outputs, targets) => sum(model.loss(outputs, targets))],
    ["a doubled loss", (loss) => (outputs, targets) => mul<Scalar>(loss(outputs, targets), 2)],
    ["a loss of the wrong sign", (loss) => (outputs, targets) => mul<Scalar>(loss(outputs, targets), -1)],
  ])("%s: SAN001", async (_, wrong) => {
    const wiring = await wiringOf();
    const outcome = all({ ...wiring, batchLoss: wrong(meanLoss(wiring.model), wiring.model) });
    expect(outcome.status).toBe("infeasible");
    expect(failed(outcome)).toContain("SAN001 lossAtInit");
    const finding = outcome.findings.find(({ code }) => code === "SAN001");
    expect(finding).toMatchObject({ name: "lossAtInit", severity: "fail" });
    expect(finding?.evidence).toMatch(/loss -?[\d.]+, expected [\d.]+ ± [\d.]+/);
  });

  it.each<[string, Wiring["penalty"] | undefined, (wiring: Wiring) => Wiring["penalty"]]>([
    [
      "a doubled L2",
      undefined,
      ({ model }) =>
        (strength) =>
          l2Penalty(model.paramShapes, 2 * strength),
    ],
    [
      "an L2 that is not in the gradient",
      undefined,
      ({ penalty }) =>
        (strength) => ({ value: penalty(strength).value, gradients: penalty(0).gradients }),
    ],
    [
      "an L2 that leaves a tensor out",
      undefined,
      ({ model }) =>
        (strength) =>
          l2Penalty({ "layers.0.weight": model.paramShapes["layers.0.weight"]! }, strength),
    ],
    [
      "an L2 off by 1e-4",
      undefined,
      ({ penalty }) =>
        (strength) =>
          penalty(strength * 1.0001),
    ],
  ])("%s: SAN003", async (_, __, wrong) => {
    const wiring = await wiringOf();
    const outcome = all({ ...wiring, penalty: wrong(wiring) });
    expect(outcome.status).toBe("infeasible");
    expect(failed(outcome)).toEqual(["SAN003 regularizationNotAdded"]);
  });

  it("a doubled L1: SAN003, with the change to make", async () => {
    const wiring = await wiringOf();
    const outcome = all({ ...wiring, absolutePenalty: (strength) => wiring.absolutePenalty(2 * strength) });
    expect(failed(outcome)).toEqual(["SAN003 regularizationNotAdded"]);
    const finding = outcome.findings.find(({ code }) => code === "SAN003");
    expect(finding?.reason).toContain("λΣ|w|");
    expect(finding?.remedies).toContainEqual({
      text: "Train without it until it is mended.",
      patch: { path: "steps.train.with.l1", value: 0 },
    });
  });

  it("the tensor that L2 leaves out is named", async () => {
    const wiring = await wiringOf();
    const { "layers.0.weight": first } = wiring.model.paramShapes;
    const outcome = all({
      ...wiring,
      penalty: (strength) => l2Penalty({ "layers.0.weight": first! }, strength),
    });
    expect(outcome.findings.find(({ code }) => code === "SAN003")?.where).toBe("layers.2.weight");
  });

  it("zero weights: SAN009, SAN005 and SAN004, with the change to make", async () => {
    const outcome = await sanity(digits, 7, { init: { weights: "zeros" } });
    expect(outcome.status).toBe("infeasible");
    expect(failed(outcome)).toEqual([
      "SAN009 parameterWithoutGradient",
      "SAN005 inputIgnored",
      "SAN004 cannotOverfitTinySet",
    ]);
    expect(status(outcome)).toMatchObject({ SAN001: "pass", SAN003: "not_applicable" });
    const finding = outcome.findings.find(({ code }) => code === "SAN004");
    expect(finding?.remedies[0]?.patch).toEqual({ path: "steps.init.with.weights", value: "he_normal" });
    expect(finding?.evidence).toMatch(/loss [\d.]+, accuracy [\d.]+ after 500 iterations/);
  });

  it("inputs that do not reach the network: SAN010, SAN009, SAN005 and SAN004", async () => {
    const wiring = await wiringOf();
    const blind = {
      ...wiring.model,
      apply: (...[params, inputs, mode]: Parameters<Wiring["model"]["apply"]>) =>
        wiring.model.apply(params, mul(inputs, 0), mode),
    };
    expect(failed(all({ ...wiring, model: blind }))).toEqual([
      "SAN010 outputInvalid",
      "SAN009 parameterWithoutGradient",
      "SAN005 inputIgnored",
      "SAN004 cannotOverfitTinySet",
    ]);
  });
});

describe("cannotOverfitTinySet", () => {
  const tiny = (wiring: Wiring, change: (slice: Slice) => Partial<Slice>): Wiring => {
    const { train } = wiring;
    const slice = {
      ...train,
      size: 20,
      inputs: train.inputs.slice(0, 80),
      labels: train.labels!.slice(0, 20),
    };
    return { ...wiring, train: { ...slice, ...change(slice) } };
  };

  it("takes off what equal inputs with different labels leave, and says so", async () => {
    const wiring = tiny(await wiringOf(), ({ inputs, labels }) => {
      const twice = inputs.slice();
      twice.copyWithin(4, 0, 4);
      return {
        inputs: twice,
        labels: labels!.map((label, row) => (row === 1 ? (labels![0]! + 1) % 3 : label)),
      };
    });
    const { result } = checks.cannot_overfit_tiny_set.run(wiring, defaults.checks.cannot_overfit_tiny_set);
    expect(result.status).toBe("pass");
    // two of twenty examples at ln 2: .0693; one of the two must be wrong
    expect(result.evidence).toContain("reachable 0.06931), accuracy 0.95");
  });

  it("only warns where the network has fewer params than numbers to learn", async () => {
    const small = experiment(
      { ...(irisData as object), features: ["sepal_width", "sepal_length"] },
      { layers: [{ dense: { units: 3 } }], loss: "cross_entropy" },
    );
    const outcome = await sanity(small, 7);
    expect(status(outcome)).toMatchObject({ SAN004: "warn" });
    expect(outcome.status).toBe("succeeded");
  });
});

it("tells of outputs that are large before learning, and warns where they are very large", async () => {
  const started = (std: number) => sanity(digits, 7, { init: { weights: { normal: { std } } } });
  expect(status(await started(0.2))).toMatchObject({ SAN001: "info" });
  expect(status(await started(0.4))).toMatchObject({ SAN001: "warn" });
});

it("a waived check is told with its reason and does not run", async () => {
  const waived = { waive: "zero on purpose" };
  const outcome = await sanity(digits, 7, {
    init: { weights: "zeros" },
    config: {
      checks: {
        parameter_without_gradient: waived,
        input_ignored: waived,
        cannot_overfit_tiny_set: waived,
      },
    },
  });
  expect(outcome.status).toBe("succeeded");
  expect(outcome.checks.find(({ code }) => code === "SAN004")).toMatchObject({
    status: "not_applicable",
    evidence: "waived: zero on purpose",
  });
});

describe.each(Object.entries(checks))("check %s", (name, check) => {
  it("has a code, a name and a default for every setting", () => {
    expect(check.code).toMatch(/^[A-Z]{3}\d{3}$/);
    expect(name).toBe(check.name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
    expect(defaults.checks).toHaveProperty(
      name,
      Schema.decodeUnknownSync<Schema.Codec<unknown, unknown>>(check.config)({}),
    );
  });
});

it("the view has no noise and nothing of the optimizer", () => {
  const decode = Schema.decodeUnknownSync(sanityStep.config);
  const noisy = experiment(irisData, irisModel(0.5));
  expect(sanityStep.view(noisy, decode({}))).toEqual(sanityStep.view(iris, decode({})));
  expect(Object.keys(sanityStep.view(iris, decode({}))).sort()).toEqual(["data", "model", "sanity"]);
});

it("leaves no tensor behind", async () => {
  const engine = await openEngine("wasm");
  const before = engine.tensors();
  await sanity(iris, 7);
  expect(engine.tensors()).toBe(before);
});
