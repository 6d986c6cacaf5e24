/** Each check against what it is for: wrong wirings that it must name, and right ones where it must keep silent. */
import type { Json, ResolvedExperiment } from "@attune/core";
import { InitConfig } from "@attune/init";
import { DataConfig, ModelConfig, permutation, stream } from "@attune/nn";
import { checks, sanityStep } from "@attune/train";
import {
  add,
  customGrad,
  div,
  exp,
  type GradSaveFunc,
  mean,
  mul,
  relu,
  sigmoid,
  sum,
  type Tensor,
  tanh,
} from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import { describe, expect, it } from "vitest";
import type { Check, Wiring } from "../src/Check.ts";
import { equalRows } from "../src/equalRows.ts";
import { mannWhitney } from "../src/mannWhitney.ts";
import { normalTail } from "../src/normalTail.ts";
import { pickRows } from "../src/pickRows.ts";
import { runChecks } from "../src/runChecks.ts";
import { widerModel } from "../src/widerModel.ts";
import { experiment, irisData, irisModel } from "./MemoryContext.ts";
import { wiringOf, withApply, withTrain } from "./wiringOf.ts";

type Name = keyof typeof checks;
const defaults = Schema.decodeUnknownSync(sanityStep.config)({});
const run = (name: Name, wiring: Wiring) => {
  const check = checks[name] as Check<(typeof defaults.checks)[Name]>; // the settings are this check's own
  return check.run(wiring, defaults.checks[name]);
};

const iris = experiment(irisData, irisModel());
const two = experiment(
  { ...Object(irisData), path: "two-irises.csv", split: { train: 60, validation: 20, test: 20 } },
  {
    layers: [{ dense: { units: 8, activation: "tanh" } }, { dense: { units: 1 } }],
    loss: "binary_cross_entropy",
  },
);
const values = (activation: Json = "linear"): ResolvedExperiment =>
  experiment(
    {
      ...Object(irisData),
      target: "petal_width",
      features: ["sepal_length", "sepal_width", "petal_length"],
      task: "regression",
    },
    {
      layers: [{ dense: { units: 16, activation: "relu" } }, { dense: { units: 1, activation } }],
      loss: "squared_error",
    },
  );
const raw = experiment({ ...Object(irisData), normalize: "none" }, irisModel());

const mnist = (layers: Json, train = 500): ResolvedExperiment =>
  experiment(
    { uses: "mnist", split: { train, validation: 200, test: 200 }, normalize: "standard" },
    { layers, loss: "cross_entropy" },
  );
const pictures = mnist([{ dense: { units: 32, activation: "tanh" } }, { dense: { units: 10 } }]);

/** A gradient that is `factor` times the right one. */
const skewed = (factor: number) =>
  customGrad((...inputs) => {
    const [x] = inputs as [Tensor, GradSaveFunc]; // tfjs passes the inputs, then the function that keeps
    return { value: add(x, 0), gradFunc: (dy) => mul(dy, factor) };
  });

const softmax = (z: Tensor): Tensor => div(exp(z), sum(exp(z), 1, true));

const skew = (wiring: Wiring, name: string, factor: number) =>
  withApply(wiring, (apply, params, ...rest) =>
    apply({ ...params, [name]: skewed(factor)(params[name]!) }, ...rest),
  );

const relabelled = (wiring: Wiring, labels: (label: number, row: number) => number) =>
  withTrain(wiring, (slice) => ({ labels: slice.labels!.map(labels) }));

const shuffled = (wiring: Wiring): Wiring => {
  const order = permutation(stream(3, "shuffled"), wiring.train.size);
  return relabelled(wiring, (_, row) => wiring.train.labels![order[row]!]!);
};

/** The first `count` validation rows are training examples. */
const leaking = (wiring: Wiring, count: number): Wiring => {
  const { train, validation } = wiring;
  const rows = pickRows(
    train,
    Array.from({ length: count }, (_, row) => row),
  );
  const inputs = validation.inputs.slice();
  inputs.set(rows.inputs);
  const labels = validation.labels!.slice();
  labels.set(rows.labels!);
  return { ...wiring, validation: { ...validation, inputs, labels } };
};

const scaledInputs = (wiring: Wiring, column: number, change: (value: number) => number) =>
  withTrain(wiring, ({ inputs }) => ({
    inputs: inputs.map((value, at) => (at % 4 === column ? change(value) : value)),
  }));

type Status = "fail" | "warn" | "info";
type Fault = readonly [Name, string, Status, () => Promise<Wiring>, RegExp];

const head = "layers.2.weight";
const faults: ReadonlyArray<Fault> = [
  [
    "non_finite_data",
    "a NaN",
    "fail",
    async () => scaledInputs(await wiringOf(), 1, () => Number.NaN),
    /105 in training inputs.*sepal_width/,
  ],
  [
    "label_range",
    "labels from 1",
    "fail",
    async () => relabelled(await wiringOf(), (label) => label + 1),
    /1 to 3|0 to 3/,
  ],
  [
    "label_range",
    "a class left out",
    "warn",
    async () => relabelled(await wiringOf(), (label) => Math.min(label, 1)),
    /1 of 3 classes.*virginica/,
  ],
  [
    "inputs_not_normalized",
    "raw inputs",
    "warn",
    () => wiringOf(raw),
    /of 4 features outside.*sepal_length has mean 5\.8/,
  ],
  [
    "inputs_not_normalized",
    "one feature × 1000",
    "warn",
    async () => scaledInputs(await wiringOf(), 2, (x) => 1000 * x),
    /1 of 4.*petal_length/,
  ],
  [
    "inputs_not_normalized",
    "inputs ÷ 1000",
    "warn",
    async () => withTrain(await wiringOf(), ({ inputs }) => ({ inputs: inputs.map((x) => x / 1000) })),
    /4 of 4/,
  ],
  [
    "constant_feature",
    "a constant",
    "warn",
    async () => scaledInputs(await wiringOf(), 3, () => 0.5),
    /1 of 4 features constant.*petal_width/,
  ],
  [
    "class_imbalance",
    "9 of 10 of one class",
    "warn",
    async () => relabelled(await wiringOf(), (label, row) => (row % 10 === 0 ? label : 0)),
    /balance 0\.\d+ \(limit 0\.5\)/,
  ],
  [
    "targets_not_scaled",
    "targets × 1000",
    "warn",
    async () => withTrain(await wiringOf(values()), (s) => ({ values: s.values!.map((y) => 1000 * y) })),
    /mean 1\d\d\d/,
  ],
  [
    "suspect_labels",
    "shuffled labels",
    "info",
    async () => shuffled(await wiringOf()),
    /nearest neighbour \(limit 0\.4/,
  ],
  [
    "split_duplicates",
    "a fifth of validation trained on",
    "warn",
    async () => leaking(await wiringOf(), 6),
    /6 of 30 validation rows \(20 %/,
  ],
  [
    "split_duplicates",
    "all of validation trained on",
    "fail",
    async () => leaking(await wiringOf(), 30),
    /30 of 30/,
  ],
  [
    "split_duplicates",
    "the test trained on",
    "warn",
    async () => {
      const w = await wiringOf();
      return { ...w, test: pickRows(w.train, [0, 1, 2, 3, 4]) };
    },
    /5 of 5 test rows/,
  ],
  [
    "output_bias",
    "a rare class, bias 0",
    "warn",
    async () => relabelled(await wiringOf(), (_, row) => (row % 20 === 0 ? 1 : 0)),
    /at the base rate/,
  ],
  [
    "output_bias",
    "values far from 0",
    "warn",
    async () => withTrain(await wiringOf(values()), (s) => ({ values: s.values!.map((y) => 50 + y) })),
    /mean 51/,
  ],
  [
    "loss_reduction",
    "a sum",
    "fail",
    async () => {
      const w = await wiringOf();
      return { ...w, batchLoss: (z, y) => sum(w.model.loss(z, y)) };
    },
    /×1, ×2, ×4, ×8.*changes by 7/,
  ],
  [
    "output_invalid",
    "a softmax",
    "fail",
    async () => withApply(await wiringOf(), (apply, ...given) => softmax(apply(...given))),
    /a softmax before the loss/,
  ],
  [
    "output_invalid",
    "a sigmoid",
    "fail",
    async () => withApply(await wiringOf(), (apply, ...given) => sigmoid(apply(...given))),
    /a sigmoid/,
  ],
  [
    "output_invalid",
    "a relu",
    "fail",
    async () => withApply(await wiringOf(), (apply, ...given) => relu(apply(...given))),
    /a relu/,
  ],
  [
    "output_invalid",
    "a tanh",
    "warn",
    async () => withApply(await wiringOf(), (apply, ...given) => tanh(apply(...given))),
    /a tanh/,
  ],
  [
    "output_invalid",
    "a sigmoid before two classes",
    "fail",
    async () => withApply(await wiringOf(two), (apply, ...given) => sigmoid(apply(...given))),
    /a sigmoid/,
  ],
  [
    "output_invalid",
    "constant outputs",
    "fail",
    async () => withApply(await wiringOf(), (apply, ...given) => mul(apply(...given), 0)),
    /constant in every try|never leave/,
  ],
  [
    "output_invalid",
    "a sigmoid that values exceed",
    "fail",
    () => wiringOf(values("sigmoid")),
    /of 105 targets .* lie outside 0 to 1/,
  ],
  [
    "output_invalid",
    "a relu that values go below",
    "fail",
    async () => withTrain(await wiringOf(values("relu")), (s) => ({ values: s.values!.map((y) => y - 3) })),
    /lie outside 0 to ∞/,
  ],
  [
    "parameter_without_gradient",
    "a tensor left out",
    "fail",
    async () =>
      withApply(await wiringOf(), (apply, params, ...rest) =>
        apply({ ...params, [head]: mul(params[head]!, 0) }, ...rest),
      ),
    /layers\.2\.weight 0/,
  ],
  [
    "parameter_without_gradient",
    "zero weights",
    "fail",
    () => wiringOf(iris, { init: { weights: "zeros" } }),
    /layers\.0\.weight/,
  ],
  [
    "wrong_gradient",
    "one tensor × 1.1",
    "fail",
    async () => skew(await wiringOf(), head, 1.1),
    /layers\.2\.weight 4\.[78]e-2/,
  ],
  [
    "wrong_gradient",
    "a bias without gradient",
    "fail",
    async () => skew(await wiringOf(), "layers.0.bias", 0),
    /layers\.0\.bias 9\.\de-1/,
  ],
  [
    "not_reproducible",
    "a hidden count",
    "fail",
    async () => {
      let calls = 0;
      return withApply(await wiringOf(), (apply, ...given) => mul(apply(...given), 1 + 1e-3 * calls++));
    },
    /the same bits/,
  ],
  [
    "example_leak",
    "a mean over the batch",
    "fail",
    async () =>
      withApply(await wiringOf(), (apply, params, x, mode) => {
        const z = apply(params, x, mode);
        return add(z, mean(z, 0, true));
      }),
    /changed by up to [\d.]+ \(limit 0\)/,
  ],
  [
    "input_ignored",
    "inputs times 0",
    "fail",
    async () => withApply(await wiringOf(), (apply, params, x, mode) => apply(params, mul(x, 0), mode)),
    /zeros change the outputs by 0 /,
  ],
  [
    "input_ignored",
    "shuffled labels",
    "warn",
    async () => shuffled(await wiringOf()),
    /validation examples|zeros change/,
  ],
  [
    "random_labels_generalize",
    "half of validation trained on",
    "warn",
    async () => leaking(await wiringOf(pictures), 100),
    /accuracy 0\.[3-9]\d* on 200 validation/,
  ],
  [
    "batches_not_shuffled",
    "the order of the data",
    "fail",
    async () => {
      const wiring = await wiringOf();
      const rows = Int32Array.from({ length: wiring.train.size }, (_, row) => row);
      return { ...wiring, batches: () => [0, 35, 70].map((start) => rows.subarray(start, start + 35)) };
    },
    /1 of the examples follow/,
  ],
];

describe("wrong wirings are named, with their number", () => {
  it.each(faults)("%s: %s (%s)", async (name, _, status, make, evidence) => {
    const { result, finding } = run(name, await make());
    expect(result).toMatchObject({ code: checks[name].code, status });
    expect(result.evidence).toMatch(evidence);
    expect(finding).toMatchObject({ code: checks[name].code, severity: status, evidence: result.evidence });
    expect(finding?.reason).toMatch(/\.$/);
    expect(finding?.remedies.length).toBeGreaterThan(0);
  });

  it("in every check that was not tested elsewhere", () => {
    const elsewhere = [
      "loss_at_init",
      "regularization_not_added",
      "cannot_overfit_tiny_set",
      "no_capacity_gain",
    ];
    expect([...new Set(faults.map(([name]) => name)), ...elsewhere].sort()).toEqual(
      Object.keys(checks).sort(),
    );
  });
});

/** The experiment file's part that a remedy changes, as it would be decoded. */
const decodes = (of: ResolvedExperiment, path: string, value: Json) => {
  const [section, ...keys] = path.split(".");
  const strict = { onExcessProperty: "error" } as const;
  const change = (into: Json, [first, ...rest]: ReadonlyArray<string>): Json =>
    first === undefined ? value : { ...Object(into), [first]: change(Object(into)[first] ?? {}, rest) };
  if (section === "data") return Schema.decodeUnknownSync(DataConfig, strict)(change(of.data, keys));
  if (section === "model") return Schema.decodeUnknownSync(ModelConfig, strict)(change(of.model, keys));
  const [kind, , ...within] = keys;
  if (kind === "init") return Schema.decodeUnknownSync(InitConfig, strict)(change({}, within));
  throw new Error(`no part for ${path}`);
};

it("every patch that is offered decodes", async () => {
  let patches = 0;
  for (const [name, , , make] of faults) {
    const wiring = await make();
    const of = wiring.train.values ? values() : wiring.model.binary ? two : iris;
    for (const { patch } of run(name, wiring).finding?.remedies ?? []) {
      if (patch === undefined) continue;
      patches++;
      expect(() => decodes(of, patch.path, patch.value), `${name} ${patch.path}`).not.toThrow();
    }
  }
  expect(patches).toBeGreaterThan(10);
});

const nets: ReadonlyArray<readonly [string, ResolvedExperiment, Json]> = [
  [
    "linear on iris",
    experiment(irisData, { layers: [{ dense: { units: 3 } }], loss: "cross_entropy" }),
    "he_normal",
  ],
  ["relu on iris", iris, "he_normal"],
  ["one output", two, "xavier_normal"],
  ["values", values(), "he_normal"],
  ["pictures", pictures, "xavier_normal"],
  [
    "a residual branch",
    experiment(irisData, {
      layers: [
        { dense: { units: 8 } },
        { residual: { layers: [{ dense: { units: 8, activation: "relu" } }] } },
        { dense: { units: 3 } },
      ],
      loss: "cross_entropy",
    }),
    "he_normal",
  ],
  [
    "a convolution with batch normalization",
    mnist(
      [
        { conv2d: { filters: 4, kernel: 5, stride: 3 } },
        "batch_norm",
        { activation: "relu" },
        "flatten",
        { dense: { units: 10 } },
      ],
      200,
    ),
    "he_normal",
  ],
  [
    "a recurrence",
    mnist([{ reshape: { shape: [28, 28] } }, { lstm: { units: 8 } }, { dense: { units: 10 } }], 200),
    "xavier_normal",
  ],
];

describe("right wirings pass every check", () => {
  /** SAN001 warns of a head drawn by He, SAN004 of a net with few params, rightly: sanity.test.ts. */
  const others = (Object.keys(checks) as Array<Name>).filter(
    (name) => name !== "loss_at_init" && name !== "cannot_overfit_tiny_set",
  );
  it.each(nets)("%s, 5 seeds", async (_, of, weights) => {
    const loud: Array<string> = [];
    for (let seed = 0; seed < 5; seed++) {
      const wiring = await wiringOf(of, { seed, init: { weights } });
      for (const name of others) {
        const { result } = run(name, wiring);
        if (["fail", "warn", "error"].includes(result.status))
          loud.push(`${seed} ${result.code} ${result.status} ${result.evidence}`);
      }
    }
    expect(loud).toEqual([]);
  });
});

describe("what is no fault", () => {
  it("batch normalization mixes examples while it trains, and is named", async () => {
    const { result } = run("example_leak", await wiringOf(nets[6]![1]));
    expect(result).toMatchObject({ status: "pass" });
    expect(result.evidence).toContain("layers.1 normalizes over the batch");
  });

  it("constant borders of pictures are only counted", async () => {
    const { result } = run("constant_feature", await wiringOf(nets[4]![1]));
    expect(result).toMatchObject({ status: "pass" });
    expect(result.evidence).toMatch(/^[1-9]\d* of 784 features constant/);
  });

  it("rows that meet because features take few values are told, not warned of", async () => {
    const wiring = leaking(await wiringOf(), 30);
    const coarse = (slice: Wiring["train"]) => ({ ...slice, inputs: slice.inputs.map(Math.sign) });
    const { result } = run("split_duplicates", {
      ...wiring,
      train: coarse(wiring.train),
      validation: coarse(wiring.validation),
    });
    expect(result.status).toBe("info");
  });

  it("a copy is one of any equal training row, not of the first alone", async () => {
    const wiring = leaking(await wiringOf(), 6);
    const { train } = wiring;
    const twice = {
      ...train,
      size: 2 * train.size,
      inputs: Float32Array.of(...train.inputs, ...train.inputs),
      labels: Int32Array.of(...train.labels!.map((label) => (label + 1) % 3), ...train.labels!),
    };
    const { result } = run("split_duplicates", { ...wiring, train: twice });
    expect(result.evidence).toMatch(/^6 of 30 validation rows/);
  });

  it("labels of large examples are compared on few of them: 32 MB of inputs at most", async () => {
    const wiring = await wiringOf();
    const width = 100_000;
    const size = 100;
    const train = {
      ...wiring.train,
      size,
      labels: wiring.train.labels!.slice(0, size),
      inputs: new Float32Array(size * width),
    };
    const sizes: Array<number> = [];
    const engine: Wiring["engine"] = {
      ...wiring.engine,
      compile: (f) => (given) => {
        sizes.push(...Object.values(given).map((value) => (value as Tensor).size)); // the check gives tensors by name
        return wiring.engine.compile(f)(given);
      },
    };
    run("suspect_labels", { ...wiring, engine, train });
    expect(Math.max(...sizes) * 4).toBeLessThanOrEqual(2 ** 25);
  });

  it("classes that the loss weights are not warned of", async () => {
    const weighted = experiment(irisData, {
      ...Object(irisModel()),
      loss: { cross_entropy: { class_weights: [1, 20, 20] } },
    });
    const wiring = relabelled(await wiringOf(weighted), (label, row) => (row % 10 === 0 ? label : 0));
    expect(run("class_imbalance", wiring).result.status).toBe("pass");
    expect(run("output_bias", wiring).result.status).toBe("not_applicable");
  });

  it("values within what the last activation gives", async () => {
    const wiring = withTrain(await wiringOf(values("sigmoid")), (s) => ({
      values: s.values!.map((y) => y / 3),
    }));
    expect(run("output_invalid", wiring).result.status).toBe("pass");
  });
});

describe("no_capacity_gain", () => {
  const settings = { enabled: true, iterations: 100 };

  it("passes on twice the width, warns where the wider network is held back, and is off by default", async () => {
    const wiring = await wiringOf();
    const wide = widerModel(iris.model, { train: wiring.train, target: { kind: "classes", count: 3 } });
    expect(wide?.paramShapes["layers.0.weight"]?.shape).toEqual([4, 32]);
    const right = { ...wiring, wider: () => wide };
    expect(checks.no_capacity_gain.run(right, settings).result).toMatchObject({ status: "pass" });
    const held = wide && {
      ...wide,
      apply: (...given: Parameters<typeof wide.apply>) => mul(wide.apply(...given), 0),
    };
    expect(checks.no_capacity_gain.run({ ...wiring, wider: () => held }, settings).result).toMatchObject({
      code: "SAN008",
      status: "warn",
      evidence: expect.stringMatching(/loss [\d.]+ with 131 params, [\d.]+ with 259 \(limit/),
    });
    expect(run("no_capacity_gain", right).result.status).toBe("not_applicable");
  });

  it("has no wider network for one layer alone", () => {
    const { train } = { train: { inputShape: [4] } } as unknown as Pick<Wiring, "train">; // it reads no more
    const alone = { layers: [{ dense: { units: 3 } }], loss: "cross_entropy" };
    expect(widerModel(alone, { train, target: { kind: "classes", count: 3 } })).toBeUndefined();
  });
});

describe("a check that breaks", () => {
  const broken = async (): Promise<Wiring> =>
    withApply(await wiringOf(), () => {
      throw new Error("no such layer");
    });

  it("is an error once another has failed: the network is known to be wrong", async () => {
    const outcome = runChecks(leaking(await broken(), 30), defaults);
    expect(outcome.status).toBe("infeasible");
    expect(outcome.checks).toContainEqual({
      code: "SAN006",
      name: "exampleLeak",
      status: "error",
      evidence: expect.stringContaining("no such layer"),
    });
  });

  it("is not run where the data cannot be used", async () => {
    const outcome = runChecks(
      scaledInputs(await broken(), 0, () => Number.NaN),
      defaults,
    );
    expect(outcome.findings.map(({ code }) => code)).toEqual(["DAT005"]);
    expect(outcome.checks.find(({ code }) => code === "SAN006")?.evidence).toContain("first DAT005");
  });

  it("is else the machine's fault, or the code's", async () => {
    const wiring = await broken();
    expect(() => runChecks(wiring, defaults)).toThrow("no such layer");
  });
});

describe("mannWhitney", () => {
  it("takes losses that are not finite for the largest", () => {
    const low = [1, 2, 3, 4, 5, 6, 7, 8];
    expect(mannWhitney(low, [...low.slice(4).fill(Number.NaN), Number.NaN, 9, 9, 9])).toBeLessThan(0.05);
  });

  // scipy 1.17.1: mannwhitneyu(a, b, alternative="less", method="asymptotic")
  it.each([
    [[1.1, 2.2, 0.3, 1.7, 0.9], [2.5, 3.1, 1.8, 2.2, 4.0], 0.013901481217324648],
    [[1, 1, 2, 2, 3, 3, 4], [1, 2, 2, 3, 4, 4, 5, 5], 0.10732345593059972],
    [[5, 6, 7, 8], [1, 2, 3, 4], 0.9929310152720443],
  ])("%j below %j", (a, b, p) => {
    expect(mannWhitney(a, b)).toBeCloseTo(p, 6);
  });

  it("tells nothing where all are equal", () => {
    expect(mannWhitney([1, 1, 1], [1, 1, 1])).toBe(1);
  });

  it("normalTail", () => {
    // scipy 1.17.1: norm.sf
    for (const [z, p] of [
      [0, 0.5],
      [0.5, 0.3085375387],
      [1.96, 0.0249978951],
      [-1, 0.841344746],
    ] as const)
      expect(normalTail(z)).toBeCloseTo(p, 6);
  });
});

it("equalRows finds the first row with the same numbers", () => {
  const rows = { size: 3, inputs: Float32Array.of(1, 2, 3, 4, 1, 2) };
  const other = { size: 3, inputs: Float32Array.of(3, 4, 1, 2, 2, 1) };
  expect([...equalRows(rows, other)]).toEqual([1, 0, -1]);
  expect([...equalRows(rows, rows)]).toEqual([0, 1, 0]);
});
