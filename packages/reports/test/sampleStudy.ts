/** Sample inputs, drawn from a seeded generator: no number in them was measured. */
import type { CheckResult, Finding } from "@attune/core";
import type { RunInput, StudyInput, TrialInput } from "../src/index.ts";
import { generator, sampleCurve } from "./sampleCurve.ts";
import { sampleWatch } from "./sampleWatch.ts";

const RATE = "steps.train.with.optimizer[adam].learning_rate";
const parameters: StudyInput["parameters"] = [
  { name: RATE, space: { kind: "log_uniform", low: 1e-5, high: 1e-1 } },
  { name: "steps.train.with.l2", space: { kind: "log_uniform", low: 1e-6, high: 1e-2 } },
  { name: "model.layers[1].dropout.rate", space: { kind: "uniform", low: 0, high: 0.5 } },
  { name: "model.layers[0].dense.units", space: { kind: "int", low: 16, high: 256 } },
  {
    name: "steps.train.with.schedule",
    space: { kind: "choice", options: ["constant", "exponential", "inverse_time"] },
  },
];

const passed: ReadonlyArray<CheckResult> = [
  { code: "SAN001", name: "lossAtInit", status: "pass", evidence: "loss 2.31, expected 2.30" },
  {
    code: "SAN003",
    name: "cannotOverfitTinySet",
    status: "pass",
    evidence: "20 of 20 examples after 61 iterations",
  },
];

export const diverged: Finding = {
  code: "LR003",
  name: "divergence",
  severity: "fail",
  where: "train, epoch 1",
  evidence: "loss 1.4e8 at iteration 61, limit 1e4",
  reason: "The learning rate is too high for this network: each update overshoots.",
  remedies: [
    {
      text: "Lower the learning rate.",
      patch: { path: "steps.train.with.optimizer.adam.learning_rate", value: 0.001 },
    },
    { text: "Clip the gradients." },
  ],
  source: "Deep Learning Tuning Playbook",
};

const logOf = (unit: number, low: number, high: number) => low * (high / low) ** unit;

const sampleTrial = (number: number, epochs: number, random: () => number): TrialInput => {
  const rate = logOf(random(), 1e-5, 1e-1);
  const l2 = logOf(random(), 1e-6, 1e-2);
  const dropout = 0.5 * random();
  const units = 16 + Math.floor(241 * random());
  const schedule = ["constant", "exponential", "inverse_time"][Math.floor(3 * random())]!;
  const assignment = {
    [RATE]: rate,
    "steps.train.with.l2": l2,
    "model.layers[1].dropout.rate": dropout,
    "model.layers[0].dense.units": units,
    "steps.train.with.schedule": schedule,
  };
  const durationMillis = Math.round(4000 + 6000 * random());
  if (rate > 0.035 && random() < 0.8)
    return {
      number,
      assignment,
      state: "infeasible",
      epochs: 1,
      durationMillis,
      curve: [],
      checks: passed,
      findings: [diverged],
    };
  const quality =
    0.955 - 0.035 * Math.log10(rate / 1.5e-3) ** 2 - 0.06 * (dropout - 0.15) ** 2 - 0.000002 * units;
  const final = Math.max(0.11, Math.min(0.99, quality + 0.012 * (random() - 0.5)));
  const curve = sampleCurve(epochs, final, number);
  const objective = curve.at(-1)?.scalars["validation.accuracy"] ?? 0;
  return {
    number,
    assignment,
    state: "succeeded",
    objective,
    epochs,
    durationMillis,
    curve,
    checks: passed,
    findings: [],
  };
};

const confusionCounts = (random: () => number) =>
  Array.from({ length: 10 }, (_, actual) =>
    Array.from({ length: 10 }, (_, predicted) =>
      actual === predicted
        ? 92 + Math.floor(8 * random())
        : random() < 0.3
          ? 1 + Math.floor(3 * random() ** 2)
          : 0,
    ),
  );

const layers = [
  {
    name: "layers.0",
    weightStd: 0.0505,
    activationMean: 0.54,
    activationStd: 0.81,
    preactivationStd: 1.38,
    gradientStd: 0.0021,
    zeroShare: 0.49,
    deadShare: 0.02,
    saturatedShare: null,
  },
  {
    name: "layers.1",
    weightStd: null,
    activationMean: 0.54,
    activationStd: 0.81,
    preactivationStd: null,
    gradientStd: null,
    zeroShare: 0.49,
    deadShare: null,
    saturatedShare: null,
  },
  {
    name: "layers.2",
    weightStd: 0.125,
    activationMean: 0.02,
    activationStd: 1.34,
    preactivationStd: 1.34,
    gradientStd: 0.0043,
    zeroShare: 0,
    deadShare: null,
    saturatedShare: null,
  },
];

const shared = {
  name: "digits",
  file: "experiments/digits/sweep.yaml",
  command: "npx attune sweep experiments/digits/sweep.yaml",
  seed: 7,
  engine: "wasm",
  dataDigest: "5b2d3e8f".repeat(8),
  split: { train: 8000, validation: 1000, test: 1000 },
  versions: { attune: "0.1.0", node: "24.21.0", "@tensorflow/tfjs-core": "4.22.0" },
};

const yaml = `name: digits
seed: 7
data: { uses: mnist, split: { train: 8000, validation: 1000, test: 1000 }, normalize: standard }
model:
  layers:
    - dense: { units: 128, activation: relu }
    - dropout: { rate: 0.12 }
    - dense: { units: 10 }
  loss: cross_entropy
steps:
  init: { uses: init, with: { weights: he_normal, biases: zeros } }
  sanity: { uses: sanity, needs: [init] }
  train:
    uses: train
    needs: [sanity]
    with: { optimizer: { adam: { learning_rate: 0.00156 } }, epochs: 10, batch_size: 64 }
  evaluate: { uses: evaluate, needs: [train] }
`;

export const sampleStudy = (
  options: { trials?: number; epochs?: number; seed?: number } = {},
): StudyInput => {
  const { trials: count = 40, epochs = 10, seed = 1 } = options;
  const random = generator(seed);
  const trials = Array.from({ length: count }, (_, number) => sampleTrial(number, epochs, random));
  const ranked = trials
    .filter(({ objective }) => objective !== undefined)
    .toSorted((a, b) => (b.objective ?? 0) - (a.objective ?? 0));
  const finalists = ranked.slice(0, 3).map((trial, index) => ({
    trial: trial.number,
    rank: index + 1,
    repeats: [1, 2, 3].map((repeat) => {
      const objective = (trial.objective ?? 0) - 0.004 + 0.006 * (random() - 0.5);
      return {
        repeat,
        seed: 1000 + repeat,
        objective,
        test: { "test.accuracy": objective - 0.01, "test.loss": 0.2 },
        state: "succeeded" as const,
        curve: sampleCurve(epochs, objective, 5000 + 10 * index + repeat),
      };
    }),
  }));
  const meanOf = (index: number) =>
    (finalists[index]?.repeats ?? []).reduce((sum, { objective }) => sum + objective / 3, 0);
  const winner = finalists.map((_, index) => index).toSorted((a, b) => meanOf(b) - meanOf(a))[0];
  const best = winner === undefined ? undefined : finalists[winner];
  const curve = trials.find(({ number }) => number === best?.trial)?.curve;
  const dead = trials.find(({ state }) => state === "infeasible");
  return {
    ...shared,
    objective: { direction: "maximize", path: "train.validation.accuracy" },
    sampler: "random",
    parallel: 4,
    parameters,
    trials,
    finalists,
    ...(best ? { winner: best.trial } : {}),
    ...(curve
      ? {
          best: {
            curve,
            confusion: { labels: [..."0123456789"], counts: confusionCounts(random) },
            layers,
            watch: sampleWatch({ epochs }),
          },
        }
      : {}),
    ...(dead
      ? { failure: { trial: dead.number, curve: [], watch: sampleWatch({ epochs: 0, broken: 61 }) } }
      : {}),
    bestYaml: best ? yaml : "",
    yaml,
    journalDigest: "c0ffee12".repeat(8),
  };
};

export const sampleRun = (): RunInput => {
  const random = generator(3);
  const curve = sampleCurve(10, 0.951, 11);
  const step = { status: "succeeded" as const, checks: [], findings: [], metrics: {}, detail: {} };
  return {
    ...shared,
    file: "experiments/digits/experiment.yaml",
    command: "npx attune run experiments/digits/experiment.yaml",
    steps: [
      { ...step, id: "init", kind: "init", key: "a1".repeat(32), durationMillis: 412, detail: { layers } },
      {
        ...step,
        id: "sanity",
        kind: "sanity",
        key: "b2".repeat(32),
        durationMillis: 3900,
        checks: [
          ...passed,
          {
            code: "SAN002",
            name: "regularizationNotAdded",
            status: "warn",
            evidence: "the loss rises by 0 with an L2 penalty",
          },
        ],
      },
      {
        ...step,
        id: "train",
        kind: "train",
        key: "c3".repeat(32),
        durationMillis: 61_300,
        watch: sampleWatch({ epochs: 10 }),
        metrics: { "validation.accuracy": 0.9402, "validation.loss": 0.21, "train.accuracy": 0.9702 },
      },
      {
        ...step,
        id: "evaluate",
        kind: "evaluate",
        key: "d4".repeat(32),
        durationMillis: 640,
        metrics: { "test.accuracy": 0.9381, "test.loss": 0.22 },
        detail: { confusion: { classes: [..."0123456789"], counts: confusionCounts(random) } },
      },
    ],
    curves: [{ step: "train", rows: curve }],
    yaml,
  };
};
