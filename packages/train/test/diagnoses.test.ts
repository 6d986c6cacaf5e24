/** Every diagnosis: silent on a healthy training, and on the one that it is for it names it with number and remedy. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "@attune/core";
import * as Schema from "effect/Schema";
import { describe, expect, it } from "vitest";
import { diagnoses } from "../src/diagnoses/catalog.ts";
import type { History } from "../src/History.ts";
import { InitStepConfig } from "../src/InitStepConfig.ts";
import { lossCurve } from "../src/readings/lossCurve.ts";
import { TrainConfig } from "../src/TrainConfig.ts";
import {
  healthyHistory as healthy,
  historyOf,
  withLayer,
  withRows,
  withTensor,
  withWatched,
  withWeights,
} from "./healthyHistory.ts";

const slow = historyOf((iteration) => 2.3 - 6e-4 * iteration);
const atChance = historyOf((iteration) => Math.LN10 + 0.001 * Math.cos(iteration));
const plateau = historyOf((iteration) => (iteration < 100 ? 2.5 : 1.4));
const wild = historyOf((iteration) => 1.5 + (Math.floor(iteration / 50) % 2 === 0 ? 0.6 : -0.6));
const short = historyOf((iteration) => 2.6 - 2 * (iteration / 375), 3);
const long = historyOf((iteration) => 0.05 + 2.6 * Math.exp(-iteration / 60), 40);

const drop = { name: "layers.1", kind: "dropout", config: { rate: 0.9 } };
const norm = { name: "layers.1", kind: "batch_norm", config: {} };

const decays = (history: History, rate: (epoch: number) => number) =>
  withRows(withWatched(history, { schedule: "step" }), (epoch) => ({ learning_rate: rate(epoch) }));

/** The training that each is for. */
const sick: Readonly<Record<keyof typeof diagnoses, History>> = {
  negativeLoss: historyOf((iteration) => 1 - 0.01 * iteration),
  activationScale: withLayer(healthy, "layers.1", { std: 0.01 }, 0),
  saturatedUnits: withLayer(healthy, "layers.0", { activation: "tanh", saturatedShare: 0.7 }),
  allZero: withLayer(healthy, "layers.1", { zeroShare: 1 }),
  vanishingGradients: withTensor(atChance, "layers.0.weight", { gradientMean: 1e-9 }),
  explodingGradients: withTensor(healthy, "layers.0.weight", { gradientNorm: 60 }, 0),
  parameterUnchanged: withTensor(healthy, "layers.1.weight", { updateRatio: 0, norm: 11.3 }, 0),
  learningRateTooHigh: withTensor(withLayer(healthy, "layers.0", { deadShare: 0.57 }), "layers.0.weight", {
    norm: 30,
  }),
  learningRateTooLow: withWeights(slow, { updateRatio: 8e-5 }),
  deadUnits: withLayer(healthy, "layers.1", { deadShare: 0.75 }),
  weightsDiverge: withTensor(healthy, "layers.0.weight", { norm: 80 }),
  updatesTooLarge: withTensor(plateau, "layers.0.weight", { updateRatio: 0.06 }),
  updatesTooSmall: withWeights(slow, { updateRatio: 8e-5 }),
  earlyInstability: {
    ...healthy,
    windows: healthy.windows.map((each, at) => (at === 0 ? { ...each, largest: 40 } : each)),
  },
  learningRatePlateau: withTensor(plateau, "layers.0.weight", { updateRatio: 0.02 }),
  spikes: historyOf((iteration) => (iteration > 700 && iteration < 750 ? 2 : 0.4)),
  decaysTooEarly: decays(
    historyOf((iteration) => (iteration < 375 ? 2.4 - 0.004 * iteration : 0.9)),
    (epoch) => (epoch < 4 ? 1e-3 : 1e-6),
  ),
  decaysTooLate: decays(
    historyOf((iteration) => (iteration <= 1000 ? 0.5 : 0.2)),
    (epoch) => (epoch < 9 ? 1e-3 : 1e-5),
  ),
  decayMissing: withRows(healthy, (epoch) => ({ "validation.accuracy": 0.9 + (epoch % 2) * 0.06 })),
  regularizationDominates: withWeights(withWatched(plateau, { l2: 0.3 }), { norm: 2 }),
  dropoutTooStrong: withRows(
    withWatched(
      historyOf(() => 1.8),
      { layers: [drop] },
    ),
    () => ({
      "validation.loss": 1.1,
    }),
  ),
  batchNormSuspect: withRows(withWatched(healthy, { layers: [norm] }), () => ({
    "train.accuracy": 0.5,
    "validation.accuracy": 0.5,
  })),
  deadWeights: withTensor(healthy, "layers.0.weight", { nearZeroShare: 0.99 }),
  oneSignedWeights: withTensor(healthy, "layers.0.weight", { negativeShare: 0.99 }),
  noisyFilters: {
    ...slow,
    snapshots: slow.snapshots.map((each) => ({
      ...each,
      filters: { tensor: "layers.0.weight", autocorrelation: 0.02, judged: true },
    })),
  },
  lossNotDecreasing: atChance,
  oscillatingLoss: wild,
  trainLossRises: historyOf((iteration) => 0.3 + 2e-3 * Math.max(0, iteration - 800)),
  noisyLoss: { ...healthy, windows: healthy.windows.map((each) => ({ ...each, std: 0.8 })) },
  overfitting: withRows(healthy, () => ({ "validation.accuracy": 0.8, "validation.loss": 0.7 })),
  validationWorsens: withRows(healthy, (epoch) => ({
    "validation.loss": 0.3 + 0.05 * Math.abs(epoch - 3),
  })),
  underfitting: withRows(plateau, () => ({ "train.accuracy": 0.5, "validation.accuracy": 0.49 })),
  runTooLong: withRows(long, (epoch) => ({ "validation.loss": 0.3 + 0.01 * Math.abs(epoch - 2) })),
  runTooShort: short,
  lateVariance: withRows(healthy, (epoch) => ({ "validation.accuracy": 0.9 + (epoch % 2) * 0.06 })),
  belowBaseline: withRows(healthy, () => ({ "validation.accuracy": 0.12 })),
};

const rows = Object.entries(diagnoses);

const findingsOf = (history: History): ReadonlyArray<Finding> =>
  rows.flatMap(([, each]) => each.diagnose(history).finding ?? []);

describe("the catalog", () => {
  it("has a row for each file, named after it, with a code of its own", () => {
    const files = readdirSync(join(import.meta.dirname, "../src/diagnoses"))
      .filter((file) => file !== "catalog.ts")
      .map((file) => file.replace(".ts", ""));
    expect(rows.map(([name]) => name).sort()).toEqual(files.sort());
    for (const [name, each] of rows) expect(each.name).toBe(name);
    expect(new Set(rows.map(([, { code }]) => code)).size).toBe(rows.length);
  });

  it("finds nothing wrong with a healthy training, each with its number or the reason why not", () => {
    expect(findingsOf(healthy)).toEqual([]);
    for (const [, each] of rows) {
      const { code, name, status, evidence } = each.diagnose(healthy).result;
      expect({ code, name }).toEqual({ code: each.code, name: each.name });
      expect(["pass", "not_applicable"]).toContain(status);
      expect(status === "pass" ? evidence : `1 ${evidence}`, name).toMatch(/\d/);
    }
  });

  it("answers of a training that broke down before its first epoch, or had no tensors", () => {
    const none = { ...healthy, rows: [], windows: [], snapshots: healthy.snapshots.slice(0, 1) };
    const bare = { ...none, snapshots: [] };
    expect(findingsOf(none)).toEqual([]);
    expect(findingsOf(bare)).toEqual([]);
  });

  it("answers of numbers that are not finite", () => {
    const broken = withWeights(healthy, {
      norm: null,
      updateRatio: null,
      gradientNorm: null,
      gradientMean: null,
    });
    for (const [, each] of rows) expect(() => each.diagnose(broken)).not.toThrow();
  });
});

it("judges the epoch that the step selects, not that of the least loss", () => {
  const history = withRows(withWatched(healthy, { selectBest: true }), (epoch) => ({
    "validation.loss": 1 + 0.1 * epoch,
    "validation.accuracy": epoch === 7 ? 0.9 : 0.1,
  }));
  const { result } = diagnoses.belowBaseline.diagnose(history);
  expect([result.status, result.evidence.endsWith("epoch 7")]).toEqual(["pass", true]);
});

describe("batchNormSuspect", () => {
  const low = withRows(healthy, () => ({ "train.accuracy": 0.5, "validation.accuracy": 0.5 }));
  const said = (more: Parameters<typeof withWatched>[1]) =>
    diagnoses.batchNormSuspect.diagnose(withWatched(low, more)).result.status;

  it.each([
    [["batch_norm"]],
    [{ layers: [{ dense: { units: 8 } }, { batch_norm: { momentum: 0.9 } }] }],
    [[{ residual: ["batch_norm"] }]],
  ])("looks into residual: %j", (config) => {
    expect(said({ layers: [{ name: "layers.0", kind: "residual", config }] })).toBe("warn");
  });

  it("takes no bound of a loss with class weights", () => {
    expect(said({ layers: [norm], weightedLoss: true })).toBe("pass");
  });
});

it("judges more windows than a call takes arguments", () => {
  const [first] = healthy.windows;
  const windows = Array.from({ length: 200_000 }, (_, at) => ({ ...first!, start: 50 * at }));
  const many = { ...healthy, windows };
  expect(lossCurve(many).points).toHaveLength(windows.length);
  for (const each of [diagnoses.negativeLoss, diagnoses.earlyInstability])
    expect(each.diagnose(many).result.status).toBe("pass");
});

/** What a settings file with the patch in it decodes to; the path is of a step, or of data or model. */
const decodePatch = ({ path, value }: { readonly path: string; readonly value: unknown }): unknown => {
  const nested = (keys: ReadonlyArray<string>): unknown =>
    keys.length === 0 ? value : { [keys[0]!]: nested(keys.slice(1)) };
  const train = path.match(/^steps\.train\.with\.(.*)$/)?.[1];
  const start = path.match(/^steps\.init\.with\.(.*)$/)?.[1];
  if (train !== undefined) {
    const settings = nested(train.split("."));
    return Schema.decodeUnknownSync(TrainConfig)(
      Object.assign({ epochs: 1, optimizer: { adam: { learning_rate: 1e-3 } } }, settings),
    );
  }
  if (start !== undefined) return Schema.decodeUnknownSync(InitStepConfig)(nested(start.split(".")));
  expect(["data.normalize", "model.layers.1.dropout.rate"]).toContain(path);
  return value;
};

describe.each(rows)("%s", (name, diagnosis) => {
  const history = Object.entries(sick).find(([key]) => key === name)?.[1] ?? healthy;
  const { result, finding } = diagnosis.diagnose(history);

  it("names the training that it is for", () => {
    expect(finding, result.evidence).toBeDefined();
    expect(finding?.code).toBe(diagnosis.code);
    expect(result.status).toBe(finding?.severity);
    expect(finding?.evidence).toMatch(/\d.*limit/);
    expect(finding?.where).not.toBe("");
    expect(finding?.remedies.length).toBeGreaterThan(0);
  });

  it("offers only patches that decode, also where inputs are raw", () => {
    const raw = diagnosis.diagnose(withWatched(history, { standardInputs: false })).finding;
    for (const { text, patch } of [...(finding?.remedies ?? []), ...(raw?.remedies ?? [])]) {
      expect(text).toMatch(/\.$/);
      if (patch !== undefined) expect(() => decodePatch(patch)).not.toThrow();
    }
  });
});
