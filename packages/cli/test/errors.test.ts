/** Files that are wrong, and what is said of each: every problem with its line, column, path, message and remedy. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { decodeExperiment } from "@attune/core";
import * as Effect from "effect/Effect";
import { describe, expect, it } from "vitest";
import { makePlanner } from "../src/language.ts";
import { attune, root, temporaryFolder } from "./attune.ts";

const { language } = makePlanner();
const file = join(root, "experiments/smoke/demo.yaml"); // beside iris.csv; it need not be there itself

const good = `name: demo
seed: 1
data:
  uses: csv
  path: ./iris.csv
  target: species
  split: { train: 90, validation: 30, test: 30 }
  normalize: standard
model:
  layers:
    - dense: { units: 16, activation: tanh }
    - dropout: { rate: { uniform: [0, 0.5] } }
    - dense: { units: 3 }
  loss: cross_entropy
steps:
  init: { uses: init, with: { weights: xavier_normal } }
  sanity: { uses: sanity, needs: [init] }
  train:
    uses: train
    needs: [sanity]
    with:
      optimizer: { adam: { learning_rate: { log_uniform: [0.001, 0.1] } } }
      schedule: { choice: [constant, { exponential: { decay: 0.8 } }] }
      l2: 0.001
      epochs: 20
      batch_size: 16
  evaluate: { uses: evaluate, needs: [train] }
sweep:
  objective: { maximize: train.validation.accuracy }
  trials: 6
`;

const read = (text: string) =>
  Effect.runPromise(Effect.result(decodeExperiment(file, text, language, { shownAs: "demo.yaml" })));

const problemsOf = async (text: string): Promise<ReadonlyArray<string>> => {
  const result = await read(text);
  if (result._tag === "Success") return [];
  return result.failure.problems.map(({ line, column, path = "", message, remedy }) => {
    const said = line === undefined ? message : `${line}:${column} ${path}: ${message}`;
    return remedy === undefined || remedy.startsWith("paths are relative") ? said : `${said} → ${remedy}`;
  });
};

/** What, what is replaced in the good file by what, and all problems that are told. */
const bad: ReadonlyArray<readonly [string, string, string, ReadonlyArray<string>]> = [
  ["top key", "seed: 1", "sed: 1", ['2:1 sed: unknown key "sed" → did you mean "seed"?']],
  [
    "data key",
    "normalize:",
    "normalise:",
    ['8:3 data.normalise: unknown key "normalise" → did you mean "normalize"?'],
  ],
  [
    "split key",
    "validation: 30",
    "valid: 30",
    ['7:23 data.split.valid: unknown key "valid" → did you mean "validation"?'],
  ],
  [
    "layer",
    "dropout:",
    "dropuot:",
    ['12:7 model.layers[1].dropuot: unknown key "dropuot" → did you mean "dropout"?'],
  ],
  [
    "layer key",
    "units: 16",
    "unit: 16",
    ['11:16 model.layers[0].dense.unit: unknown key "unit" → did you mean "units"?'],
  ],
  [
    "activation",
    "activation: tanh",
    "activation: tahn",
    [
      '11:39 model.layers[0].dense.activation: expected "linear" or "relu" or "leaky_relu" or "elu" or "selu" or "gelu" or "silu" or "tanh" or "sigmoid" or "softmax", received "tahn" → did you mean "tanh"?',
    ],
  ],
  [
    "loss",
    "cross_entropy",
    "cross_entrop",
    [
      '14:9 model.loss: expected "cross_entropy" or "binary_cross_entropy" or "hinge" or "squared_error" or "absolute_error" or "huber", received "cross_entrop" → did you mean "cross_entropy"?',
    ],
  ],
  [
    "step key",
    "needs: [sanity]",
    "need: [sanity]",
    ['20:5 steps.train.need: unknown key "need" → did you mean "needs"?'],
  ],
  [
    "init key",
    "weights: xavier",
    "weight: xavier",
    ['16:31 steps.init.with.weight: unknown key "weight" → did you mean "weights"?'],
  ],
  [
    "initializer",
    "xavier_normal",
    "xavier_norml",
    [
      '16:40 steps.init.with.weights: expected "zeros" or "ones" or "identity" or "normal" or "truncated_normal" or "uniform" or "variance_scaling" or "xavier_normal" or "xavier_uniform" or "he_normal" or "he_uniform" or "lecun_normal" or "lecun_uniform" or "orthogonal" or "delta_orthogonal" or "dirac" or "sparse" or "lsuv", received "xavier_norml" → did you mean "xavier_normal"?',
    ],
  ],
  [
    "optimizer",
    "adam:",
    "adamm:",
    ['22:20 steps.train.with.optimizer.adamm: unknown key "adamm" → did you mean "adam"?'],
  ],
  [
    "optimizer key",
    "learning_rate",
    "learning_rat",
    [
      '22:28 steps.train.with.optimizer.adam.learning_rat: unknown key "learning_rat" → did you mean "learning_rate"?',
    ],
  ],
  [
    "schedule",
    "exponential:",
    "exponentail:",
    [
      '23:40 steps.train.with.schedule.choice[1].exponentail: unknown key "exponentail" → did you mean "exponential"?',
    ],
  ],
  [
    "schedule key",
    "decay: 0.8",
    "deca: 0.8",
    [
      '23:55 steps.train.with.schedule.choice[1].exponential.deca: unknown key "deca" → did you mean "decay"?',
    ],
  ],
  [
    "train key",
    "batch_size",
    "batchsize",
    ['26:7 steps.train.with.batchsize: unknown key "batchsize" → did you mean "batch_size"?'],
  ],
  ["sweep key", "trials:", "trails:", ['30:3 sweep.trails: unknown key "trails" → did you mean "trials"?']],
  [
    "objective key",
    "maximize",
    "maximise",
    ['29:16 sweep.objective.maximise: unknown key "maximise" → did you mean "maximize"?'],
  ],
  ["type seed", "seed: 1", "seed: one", ['2:7 seed: expected number, received "one"']],
  ["type float seed", "seed: 1", "seed: 1.5", ["2:7 seed: expected an integer, received 1.5"]],
  [
    "type units",
    "units: 16",
    "units: sixteen",
    ['11:23 model.layers[0].dense.units: expected number, received "sixteen"'],
  ],
  [
    "type layers",
    "  layers:\n    - dense: { units: 16, activation: tanh }\n    - dropout: { rate: { uniform: [0, 0.5] } }\n    - dense: { units: 3 }",
    "  layers: 3",
    ["10:11 model.layers: expected array, received 3"],
  ],
  [
    "type needs",
    "needs: [sanity]",
    "needs: sanity",
    ['20:12 steps.train.needs: expected array, received "sanity"'],
  ],
  [
    "type number as string",
    "epochs: 20",
    'epochs: "20"',
    ['25:15 steps.train.with.epochs: expected number, received "20" → it is a text: write 20 without quotes'],
  ],
  [
    "type bool",
    "normalize: standard",
    "normalize: no",
    ['8:14 data.normalize: expected "none" or "standard", received "no" → allowed here: none, standard'],
  ],
  ["type name", "name: demo", "name: [a]", ['1:7 name: expected string, received ["a"]']],
  [
    "type steps",
    "steps:\n  init: { uses: init, with: { weights: xavier_normal } }",
    "steps: none\nother:\n  init: 1",
    [
      '15:8 steps: expected object, received "none"',
      '16:1 other: unknown key "other" → allowed here: extends, name, tags, notes, seed, engine, data, model, steps, sweep',
    ],
  ],
  [
    "range units",
    "units: 16",
    "units: 0",
    ["11:23 model.layers[0].dense.units: expected a value greater than 0, received 0"],
  ],
  [
    "range rate",
    "[0, 0.5]",
    "[0, 1.5]",
    ["12:39 model.layers[1].dropout.rate.uniform[1]: expected a value less than 1, received 1.5"],
  ],
  [
    "range l2",
    "l2: 0.001",
    "l2: -1",
    ["24:11 steps.train.with.l2: expected a value greater than or equal to 0, received -1"],
  ],
  [
    "range epochs",
    "epochs: 20",
    "epochs: 0",
    ["25:15 steps.train.with.epochs: expected a value greater than 0, received 0"],
  ],
  [
    "range batch",
    "batch_size: 16",
    "batch_size: 0",
    ["26:19 steps.train.with.batch_size: expected a value greater than 0, received 0"],
  ],
  [
    "range trials",
    "trials: 6",
    "trials: 0",
    ["30:11 sweep.trials: expected a value between 1 and 100000, received 0"],
  ],
  [
    "range lr",
    "[0.001, 0.1]",
    "[0, 0.1]",
    [
      "22:59 steps.train.with.optimizer.adam.learning_rate.log_uniform[0]: expected a bound above 0, because the space is logarithmic, received 0 → raise the bound, or drop log_",
    ],
  ],
  ["range seed", "seed: 1", "seed: -1", ["2:7 seed: expected a value between 0 and 2147483647, received -1"]],
  [
    "range split",
    "train: 90",
    "train: -90",
    ["7:19 data.split.train: expected a value greater than or equal to 0, received -90"],
  ],
  [
    "space inverted",
    "[0.001, 0.1]",
    "[0.1, 0.001]",
    [
      "22:58 steps.train.with.optimizer.adam.learning_rate.log_uniform: expected low < high (the space is empty), received [0.1,0.001] → swap the bounds: [0.001, 0.1]",
    ],
  ],
  [
    "space empty list",
    "uniform: [0, 0.5]",
    "uniform: []",
    ["12:35 model.layers[1].dropout.rate.uniform: expected two bounds, uniform: [low, high], received []"],
  ],
  [
    "space one bound",
    "uniform: [0, 0.5]",
    "uniform: [0]",
    ["12:35 model.layers[1].dropout.rate.uniform: expected two bounds, uniform: [low, high], received [0]"],
  ],
  [
    "space text bound",
    "uniform: [0, 0.5]",
    "uniform: [0, high]",
    ['12:39 model.layers[1].dropout.rate.uniform[1]: expected a finite number, received "high"'],
  ],
  [
    "space empty choice",
    "choice: [constant, { exponential: { decay: 0.8 } }]",
    "choice: []",
    ["23:27 steps.train.with.schedule.choice: expected at least one option, received an empty list"],
  ],
  [
    "space duplicate",
    "choice: [constant,",
    "choice: [constant, constant,",
    [
      '23:38 steps.train.with.schedule.choice[1]: expected options that differ: this one is option 1 again, received "constant" → remove one of them',
    ],
  ],
  [
    "space step",
    "uniform: [0, 0.5]",
    "uniform: [0, 0.5], step: 2",
    [
      "12:51 model.layers[1].dropout.rate.step: expected a number above 0 and at most 0.5, the range, received 2",
    ],
  ],
  [
    "space extra key",
    "uniform: [0, 0.5]",
    "uniform: [0, 0.5], setp: 0.1",
    ["12:51 model.layers[1].dropout.rate.setp: expected nothing but step beside uniform, received setp"],
  ],
  [
    "space for int",
    "units: 16",
    "units: { uniform: [8, 32] }",
    ["11:34 model.layers[0].dense.units.uniform: expected an integer, received 22.832816"],
  ],
  [
    "space not allowed seed",
    "seed: 1",
    "seed: { int: [0, 3] }",
    ['2:7 seed: expected number, received {"int":[0,3]}'],
  ],
  [
    "space not allowed needs",
    "needs: [sanity]",
    "needs: { choice: [[sanity], [init]] }",
    ['20:12 steps.train.needs: expected array, received {"choice":[["sanity"],["init"]]}'],
  ],
  [
    "space not allowed trials",
    "trials: 6",
    "trials: { int: [3, 6] }",
    ['30:11 sweep.trials: expected number, received {"int":[3,6]}'],
  ],
  [
    "bad option",
    "[constant,",
    "[konstant,",
    [
      '23:28 steps.train.with.schedule.choice[0]: expected "constant", received "konstant" → did you mean "constant"?',
    ],
  ],
  [
    "uses",
    "uses: train",
    "uses: trainn",
    ['19:11 steps.train.uses: there is no step kind "trainn" → did you mean "train"?'],
  ],
  [
    "needs",
    "[sanity]",
    "[sanitize]",
    ['20:13 steps.train.needs[0]: there is no step "sanitize" → known here: init, sanity, train, evaluate'],
  ],
  [
    "cycle",
    "init: { uses: init,",
    "init: { uses: init, needs: [evaluate],",
    [
      "16:30 steps.init.needs: the steps need each other in a circle: init → evaluate → train → sanity → init",
    ],
  ],
  [
    "self cycle",
    "needs: [init]",
    "needs: [sanity]",
    ["17:34 steps.sanity.needs: the steps need each other in a circle: sanity → sanity"],
  ],
  [
    "no producer",
    "needs: [sanity]",
    "needs: []",
    [
      "18:3 steps.train: train consumes weights, and no step before it produces them → add the step that produces weights to needs, as in needs: [init]",
    ],
  ],
  [
    "module missing",
    "uses: evaluate",
    "uses: ./steps/none.ts",
    [
      "27:21 steps.evaluate.uses: there is no file ./steps/none.ts → the path is relative to the experiment file",
    ],
  ],
  ["dup key", "seed: 1", "seed: 1\nseed: 2", ["3:1 : not YAML: Map keys must be unique"]],
  ["tab", "  uses: csv", "\tuses: csv", ["4:1 : not YAML: Tabs are not allowed as indentation"]],
  [
    "unclosed",
    "[sanity]",
    "[sanity",
    ["21:5 : not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]"],
  ],
  [
    "bad indent",
    "  path:",
    "   path:",
    ["4:9 : not YAML: Nested mappings are not allowed in compact mappings"],
  ],
  [
    "unknown tag",
    "seed: 1",
    "seed: !!js/function 1",
    ["2:7 : not YAML: Unresolved tag: tag:yaml.org,2002:js/function"],
  ],
  [
    "two documents",
    "name: demo",
    "name: demo\n---\nname: other",
    ["2:1 : expected one document, received a second one after ---"],
  ],
  ["unknown alias", "seed: 1", "seed: *nope", ["2:7 : there is no anchor &nope"]],
  [
    "proto",
    "seed: 1",
    "__proto__: { a: 1 }",
    [
      '2:1 __proto__: unknown key "__proto__" → allowed here: extends, name, tags, notes, seed, engine, data, model, steps, sweep',
    ],
  ],
  [
    "constructor",
    "uses: train",
    "uses: constructor",
    [
      '19:11 steps.train.uses: there is no step kind "constructor" → known: init, sanity, train, evaluate, or a path, ./steps/x.ts',
    ],
  ],
  [
    "objective none",
    "objective: { maximize: train.validation.accuracy }",
    "objective: {}",
    [
      "29:14 sweep.objective: expected one of maximize and minimize, as in { maximize: train.validation.accuracy }",
    ],
  ],
  [
    "objective both",
    "{ maximize: train.validation.accuracy }",
    "{ maximize: train.validation.accuracy, minimize: train.validation.loss }",
    [
      "29:14 sweep.objective: expected one of maximize and minimize, as in { maximize: train.validation.accuracy }",
    ],
  ],
  [
    "objective step",
    "train.validation.accuracy",
    "trian.validation.accuracy",
    [
      '29:26 sweep.objective.maximize: expected a step and its metric, as in train.validation.accuracy, received "trian.validation.accuracy" → did you mean "train."…?',
    ],
  ],
  [
    "a metric that no step has",
    "train.validation.accuracy",
    "train.validation.acuracy",
    [
      '29:26 sweep.objective.maximize: the step train has no metric "validation.acuracy" → did you mean "train.validation.accuracy"?',
    ],
  ],
  [
    "a step without metrics",
    "train.validation.accuracy",
    "init.loss",
    ['29:26 sweep.objective.maximize: the step init has no metric "loss" → init has: no metrics'],
  ],
  [
    "objective no step",
    "train.validation.accuracy",
    "accuracy",
    [
      '29:26 sweep.objective.maximize: expected a step and its metric, as in train.validation.accuracy, received "accuracy" → steps here: init, sanity, train, evaluate',
    ],
  ],
  [
    "place lr",
    "l2: 0.001",
    "learning_rate: 0.01",
    [
      '24:7 steps.train.with.learning_rate: unknown key "learning_rate" → learning_rate belongs under optimizer.adam',
    ],
  ],
  [
    "place epochs",
    "    needs: [sanity]\n",
    "    needs: [sanity]\n    epochs: 3\n",
    ['21:5 steps.train.epochs: unknown key "epochs" → epochs belongs under with'],
  ],
  ["missing target", "  target: species\n", "", ['3:1 data.target: the key "target" is missing']],
  ["missing steps", "steps:", "stepz:", ['15:1 stepz: unknown key "stepz" → did you mean "steps"?']],
  ["data file", "./iris.csv", "./iri.csv", ["5:9 data.path: ./iri.csv: there is no such file"]],
  [
    "target name",
    "target: species",
    "target: specie",
    [
      "6:11 data.target: ./iris.csv: expected a column named specie, received sepal_length, sepal_width, petal_length, petal_width, species → did you mean species?",
    ],
  ],
  [
    "two optimizers",
    "{ adam: { learning_rate: { log_uniform: [0.001, 0.1] } } }",
    "{ adam: { learning_rate: 0.1 }, sgd: { learning_rate: 0.1 } }",
    ["22:18 steps.train.with.optimizer: expected one of sgd, momentum, adam, received 2 keys"],
  ],
  [
    "env misuse",
    "name: demo",
    "name: ${env:HOME}",
    [
      '1:7 name: environment variables are for paths only, received "${env:HOME}" → as in ${env:DATA}/iris.csv',
    ],
  ],
  [
    "extends missing",
    "name: demo",
    "extends: ./nope.yaml\nname: demo",
    ["1:10 extends: there is no file ./nope.yaml → the path is relative to this file"],
  ],
  [
    "timeout",
    "trials: 6",
    "trials: 6\n  timeout: soon",
    ['31:12 sweep.timeout: expected a time, as in 45s, 30m, 2h or 1d, received "soon"'],
  ],
  [
    "outputs",
    "units: 3",
    "units: 4",
    ["13:7 model.layers[2]: expected 3 outputs, because the data has 3 classes, received 4"],
  ],
  [
    "an unknown engine",
    "seed: 1",
    "engine: wsam",
    [
      '2:9 engine: expected "auto" or "wasm" or "tensorflow" or "webgpu" or "cpu", received "wsam" → did you mean "wasm"?',
    ],
  ],
  [
    "a model that the engine cannot hold",
    "dense: { units: 16, activation: tanh }",
    "dense: { units: 100000 }\n    - dense: { units: 100000 }",
    [
      "12:7 model.layers[1]: the model has 10,000,900,003 params, training it takes at least 112 GiB, and the engine wasm can hold 2.0 GiB → make this layer smaller, which has 10,000,100,000 of them, or the batch",
    ],
  ],
  [
    "split too large",
    "train: 90",
    "train: 900",
    [
      "7:10 data.split: the split asks for 960 examples, the data has 150 → ask for fewer, or give shares: { train: 0.8, validation: 0.1, test: 0.1 }",
    ],
  ],
  [
    "regression loss",
    "cross_entropy",
    "squared_error",
    ["14:9 model.loss: squared_error compares with values, but the data's target is classes"],
  ],
  [
    "matrix path",
    "trials: 6",
    "matrix: { train.epochs: [1, 2] }",
    [
      "12:35 model.layers[1].dropout.rate.uniform: model.layers[1].dropout.rate is continuous: a grid needs to know which of its values to try → give the space a step, or the grid levels, as in sampler: { grid: { levels: 5 } }",
      "30:13 sweep.matrix.train.epochs: expected the path of a setting under data, model or steps.….with → as in steps.train.with.epochs",
    ],
  ],
  [
    "matrix option",
    "trials: 6",
    "matrix: { steps.train.with.epochs: [1, -2] }",
    [
      "12:35 model.layers[1].dropout.rate.uniform: model.layers[1].dropout.rate is continuous: a grid needs to know which of its values to try → give the space a step, or the grid levels, as in sampler: { grid: { levels: 5 } }",
      "30:42 sweep.matrix.steps.train.with.epochs[1]: expected a value greater than 0, received -2",
    ],
  ],
  [
    "exclude",
    "trials: 6",
    "matrix: { steps.train.with.epochs: [1, 2] }\n  exclude: [{ steps.train.with.epoch: 1 }]",
    [
      "12:35 model.layers[1].dropout.rate.uniform: model.layers[1].dropout.rate is continuous: a grid needs to know which of its values to try → give the space a step, or the grid levels, as in sampler: { grid: { levels: 5 } }",
      '31:15 sweep.exclude[0].steps.train.with.epoch: the matrix has no "steps.train.with.epoch" → did you mean "steps.train.with.epochs"?',
    ],
  ],
  [
    "grid continuous",
    "trials: 6",
    "sampler: grid",
    [
      "12:35 model.layers[1].dropout.rate.uniform: model.layers[1].dropout.rate is continuous: a grid needs to know which of its values to try → give the space a step, or the grid levels, as in sampler: { grid: { levels: 5 } }",
    ],
  ],
  [
    "no trials",
    "  trials: 6\n",
    "",
    ['28:1 sweep: the key "trials" is missing → how many configurations to try, as in trials: 20'],
  ],
  [
    "yes on",
    "normalize: standard",
    "normalize: on",
    ['8:14 data.normalize: expected "none" or "standard", received "on" → allowed here: none, standard'],
  ],
  ["null", "epochs: 20", "epochs:", ['25:14 steps.train.with.epochs: the value of "epochs" is missing']],
  [
    "list for mapping",
    "objective: { maximize: train.validation.accuracy }",
    "objective: [maximize]",
    ['29:14 sweep.objective: expected object, received ["maximize"]'],
  ],
  [
    "step id",
    "  train:\n",
    "  Train:\n",
    [
      '18:3 steps.Train: expected a step\'s id in lower case, as in train_long, received "Train"',
      '27:39 steps.evaluate.needs[0]: there is no step "train" → did you mean "Train"?',
      '29:26 sweep.objective.maximize: expected a step and its metric, as in train.validation.accuracy, received "train.validation.accuracy" → did you mean "Train."…?',
    ],
  ],
  [
    "objective text",
    "objective: { maximize: train.validation.accuracy }",
    "objective: train.validation.accuracy",
    [
      "29:14 sweep.objective: the objective has no direction → write it as { maximize: train.validation.accuracy }, or minimize",
    ],
  ],
  [
    "merge key bad",
    "  loss: cross_entropy",
    "  <<: 3\n  loss: cross_entropy",
    ["not YAML: Merge sources must be maps or map aliases"],
  ],
  [
    "notes env",
    "seed: 1",
    "notes: ${env:HOME}",
    [
      '2:8 notes: environment variables are for paths only, received "${env:HOME}" → as in ${env:DATA}/iris.csv',
    ],
  ],
  [
    "empty file text",
    "name: demo",
    "name: ''",
    ['1:7 name: expected a name of letters, digits, _, . and -, received ""'],
  ],
];

describe("bad files", () => {
  it("there are many, and the file that they are made of is good", async () => {
    expect(bad.length).toBeGreaterThanOrEqual(60);
    expect(await problemsOf(good)).toEqual([]);
  });

  it.each(bad)("%s", async (_, from, to, expected) => {
    expect(good).toContain(from);
    expect(await problemsOf(good.replace(from, to))).toEqual(expected);
  });

  it("a variable that is not set", async () => {
    expect(await problemsOf(good.replace("./iris.csv", "${env:NO_SUCH_VARIABLE}/iris.csv"))).toEqual([
      "5:9 data.path: the environment variable NO_SUCH_VARIABLE is not set → export NO_SUCH_VARIABLE=…",
    ]);
  });
});

describe("files made to be costly or odd", () => {
  it("100 levels of aliases, each of ten of the last", async () => {
    const levels = Array.from(
      { length: 100 },
      (_, i) => `l${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(", ")}]`,
    );
    expect(await problemsOf(["l0: &l0 x", ...levels, good].join("\n"))).toEqual([
      "expected at most 100 uses of aliases, received more → write the values out",
    ]);
  });

  it("10,000 levels of nesting", async () => {
    for (const [open, close] of [
      ["[", "]"],
      ["{ a: ", "}"],
    ] as const) {
      const nested = `${open.repeat(10_000)}${close.repeat(10_000)}`;
      expect(await problemsOf(`${good}notes: ${nested}\n`)).toEqual([
        "expected at most 64 levels of nesting, received more",
      ]);
    }
  });

  it("50 MB", async () => {
    expect(await problemsOf(`${good}notes: ${"x".repeat(50_000_000)}\n`)).toEqual([
      "expected an experiment of at most 1 million characters, received 50.0 million characters",
    ]);
  });

  it("bytes that are no UTF-8, and an empty file, through the command: exit code 2, no stack trace", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "latin.yaml"), Buffer.from("name: caf\xe9\n", "latin1"));
    writeFileSync(join(folder, "empty.yaml"), "");
    for (const name of ["latin.yaml", "empty.yaml"]) {
      const { code, stderr } = await attune(["sweep", name], { cwd: folder });
      expect([name, code]).toEqual([name, 2]);
      expect(stderr).toContain(name);
      expect(stderr).not.toMatch(/\n\s+at /);
    }
  });
});

describe("files that look odd and are right", () => {
  it.each([
    ["a byte order mark", (text: string) => `\uFEFF${text}`],
    ["CRLF", (text: string) => text.replaceAll("\n", "\r\n")],
    [
      "anchors, aliases and merge keys",
      (text: string) =>
        text
          .replace("dense: { units: 16, activation: tanh }", "dense: &dense { units: 16, activation: tanh }")
          .replace("dense: { units: 3 }", "dense: { <<: *dense, units: 3, activation: linear }"),
    ],
    ["comments and blank lines", (text: string) => text.replaceAll("\n", " # a comment\n\n")],
  ])("%s", async (_, change) => {
    expect(await problemsOf(change(good))).toEqual([]);
  });
});
