/** The experiments that prove something: each finding of their READMEs, on as little as shows it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mean, standardDeviation } from "@attune/search";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "./attune.ts";
import { type Ran, type RanTrial, runExperiment } from "./runExperiment.ts";

let store = "";
beforeAll(() => {
  store = mkdtempSync(join(tmpdir(), "attune-experiments-"));
});
afterAll(() => rmSync(store, { recursive: true, force: true, maxRetries: 3 }));

const run = (file: string, ...set: ReadonlyArray<string>) => runExperiment("run", file, store, set);
const sweep = (file: string, ...set: ReadonlyArray<string>) => runExperiment("sweep", file, store, set);

const last = ({ rows }: Ran, step: string, figure: string): number =>
  rows(step).at(-1)?.[figure] ?? Number.NaN;

/** The trials of a sweep over one value, by it. */
const trialsBy = ({ trials }: Ran, name: string): Readonly<Record<string, RanTrial>> =>
  Object.fromEntries(trials.map((trial) => [trial.assignment[name] ?? "", trial]));

/** Figures of the repeats of a finalist. */
const repeatsOf = (
  { rows }: Ran,
  finalist: number,
  seeds: number,
): ReadonlyArray<ReadonlyArray<Readonly<Record<string, number>>>> =>
  Array.from({ length: seeds }, (_, seed) => rows(`finalist ${finalist} seed ${seed + 1}/train`));

/** The first epoch that reached an accuracy on validation; infinity if none. */
const epochsTo = (accuracy: number, rows: ReadonlyArray<Readonly<Record<string, number>>>): number => {
  const at = rows.findIndex((row) => (row["validation.accuracy"] ?? 0) >= accuracy);
  return at < 0 ? Number.POSITIVE_INFINITY : at + 1;
};

/** Standard deviations of the activations, by layer, as the step `init` measured them. */
const spreadOf = async ({ outcome }: Ran, step: string): Promise<ReadonlyArray<number>> => {
  const { layers } = (await outcome(step)).detail;
  if (!Array.isArray(layers)) throw new Error(`${step} has no layers`);
  return layers.map((layer) => Number(Object(layer).activationStd));
};

/** All within a share of what is expected. */
const expectNear = (found: ReadonlyArray<number>, expected: ReadonlyArray<number>, share: number): void => {
  expect(found.length).toBeGreaterThanOrEqual(expected.length);
  expected.forEach((value, at) => {
    expect(Math.abs(found[at]! / value - 1), `${found[at]} for ${value}`).toBeLessThan(share);
  });
};

interface Experiment {
  readonly folder: string;
  readonly finding: string;
  readonly proves: () => Promise<void>;
}

const experiments: ReadonlyArray<Experiment> = [
  {
    folder: "initialization",
    finding: "at depth 30 Xavier stays at chance, He and LSUV learn; init names it before training",
    proves: async () => {
      // LSUV of layers this wide takes seconds: it is looked at below
      const relu = await run("initialization/relu.yaml", "steps.lsuv.with.weights=he_normal");
      // diagnostics.md, G2: means of 20 seeds
      expectNear(await spreadOf(relu, "small"), [0.1306, 0.0208, 0.00329, 0.000522], 0.15);
      expectNear(await spreadOf(relu, "xavier"), [0.584, 0.4154, 0.2946, 0.2089, 0.1471, 0.1029], 0.2);
      expectNear((await spreadOf(relu, "he")).slice(0, 10), new Array(10).fill(0.825), 0.3);
      expect(relu.codes("small")).toContain("INI003");
      expect(relu.codes("he")).toEqual([]);

      const depth30 = await sweep(
        "initialization/sweep.yaml",
        "sweep.matrix={ model.with.depth: [30], steps.init.with.weights: [xavier_normal, he_normal, orthogonal, lsuv] }",
      );
      const by = trialsBy(depth30, "weights");
      const { lsuv } = (
        await depth30.outcome(
          `trial ${depth30.trials.findIndex(({ assignment }) => assignment.weights === "lsuv")}/init`,
        )
      ).detail;
      const divisions = Array.isArray(lsuv) ? lsuv.map((row) => Number(Object(row).iterations)) : [];
      expect(divisions).toHaveLength(31);
      expect(divisions.slice(1)).toEqual(new Array(30).fill(1));
      expect(by.xavier_normal?.objective).toBeLessThan(0.25);
      expect(by.orthogonal?.objective).toBeLessThan(0.25);
      expect(by.he_normal?.objective).toBeGreaterThan(0.8);
      expect(by.lsuv?.objective).toBeGreaterThan(by.he_normal?.objective ?? 1);

      const checked = await sweep(
        "initialization/sweep.yaml",
        "sweep.matrix={ model.with.depth: [30], steps.init.with.weights: [xavier_normal] }",
        "steps.init.with.checks={}",
      );
      expect(checked.trials[0]).toMatchObject({ state: "infeasible", findings: ["INI003"] });
    },
  },
  {
    folder: "spiral",
    finding: "the published losses of cs231n's case study",
    proves: async () => {
      const softmax = await run("spiral/softmax.yaml", "steps.train.with.epochs=191");
      const rows = softmax.rows("train");
      // a row's loss is of before its update, its penalty of after
      const lossAt = (iteration: number) =>
        (rows[iteration]?.["train.loss"] ?? 0) + (rows[iteration - 1]?.["train.penalty"] ?? 0);
      const published = {
        0: 1.098612289,
        1: 1.070086222,
        10: 0.917816776,
        50: 0.799483057,
        100: 0.787941298,
      };
      for (const [iteration, loss] of Object.entries({ ...published, 150: 0.786514605, 190: 0.78630233 }))
        expect(Math.abs(lossAt(Number(iteration)) - loss)).toBeLessThan(2e-6);
      expect(rows[190]?.["train.accuracy"]).toBeCloseTo(0.4933, 3);

      const relu = await run("spiral/relu.yaml", "steps.train.with.epochs=2001");
      const total = (row = relu.rows("train").at(-1)) =>
        (row?.["train.loss"] ?? 0) + (row?.["train.penalty"] ?? 0);
      expect(total()).toBeGreaterThan(0.251 - 0.003);
      expect(total()).toBeLessThan(0.263 + 0.003);
      expect(last(relu, "train", "train.accuracy")).toBeGreaterThan(0.95);
    },
  },
  {
    folder: "zeros",
    finding: "units that start equal end equal, and the network is worse than a linear model",
    proves: async () => {
      const found = await sweep("zeros/sweep.yaml");
      const by = trialsBy(found, "weights");
      const linear = last(await run("zeros/linear.yaml"), "train", "validation.accuracy");
      expect(by.zeros?.objective).toBeLessThan(0.15);
      expect(by.constant?.objective).toBeLessThan(linear - 0.3);
      expect(by.xavier_normal?.objective).toBeGreaterThan(linear);
      expect(by.zeros?.findings).toContain("LOS001");

      /** Hidden units that have the weights of the first, up to rounding. */
      const alike = async (initializer: string): Promise<number> => {
        const at = found.trials.findIndex(({ assignment }) => assignment.weights === initializer);
        const { shape, data } = (await found.weights(`trial ${at}/train`))["layers.0.weight"]!;
        const [inputs = 0, units = 0] = shape;
        return Array.from({ length: units }, (_, unit) => unit).filter((unit) =>
          Array.from({ length: inputs }, (_, row) => row * units).every(
            (row) => Math.abs(data[row + unit]! - data[row]!) < 1e-4,
          ),
        ).length;
      };
      expect(await alike("zeros")).toBe(32);
      expect(await alike("constant")).toBe(32);
      expect(await alike("xavier_normal")).toBe(1);

      const checked = await sweep(
        "zeros/sweep.yaml",
        "sweep.matrix={ steps.init.with.weights: [zeros] }",
        "steps.init.with.checks={}",
      );
      expect(checked.trials[0]).toMatchObject({ state: "infeasible", findings: ["INI001"] });
    },
  },
  {
    folder: "seeds",
    finding: "another seed gives another accuracy and takes another number of epochs",
    proves: async () => {
      const seeds = 5;
      const found = await sweep(
        "seeds/sweep.yaml",
        `sweep.finalists.seeds=${seeds}`,
        "steps.train.with.epochs=6",
        "data.split.validation=2000",
      );
      for (const finalist of [0, 1]) {
        const repeats = repeatsOf(found, finalist, seeds);
        const accuracies = repeats.map((rows) => rows.at(-1)?.["validation.accuracy"] ?? 0);
        expect(mean(accuracies)).toBeGreaterThan(0.9);
        expect(standardDeviation(accuracies)).toBeGreaterThan(0.001);
        expect(standardDeviation(accuracies)).toBeLessThan(0.02);
        const epochs = repeats.map((rows) => epochsTo(0.91, rows));
        expect(Math.max(...epochs)).toBeGreaterThan(Math.min(...epochs));
      }
    },
  },
  {
    folder: "more-data",
    finding: "the gap shrinks with every doubling, and validation grows: more data would help",
    proves: async () => {
      const found = await sweep(
        "more-data/sweep.yaml",
        "sweep.matrix={ data.fraction: [0.03, 0.25, 1] }",
        "steps.train.with.epochs=10",
      );
      const gaps = found.trials.map(
        (_, at) =>
          last(found, `trial ${at}/train`, "train.accuracy") -
          last(found, `trial ${at}/train`, "validation.accuracy"),
      );
      const by = trialsBy(found, "fraction");
      expect(found.trials.map(({ assignment }) => assignment.fraction)).toEqual(["0.03", "0.25", "1"]);
      expect(gaps[0]).toBeGreaterThan(gaps[1]! + 0.03);
      expect(gaps[1]).toBeGreaterThan(gaps[2]! + 0.02);
      expect(by["1"]?.objective).toBeGreaterThan((by["0.25"]?.objective ?? 1) + 0.01);
      expect(by["0.25"]?.objective).toBeGreaterThan((by["0.03"]?.objective ?? 1) + 0.03);
      expect(by["0.03"]?.findings).toContain("FIT001");
      expect(by["1"]?.findings).not.toContain("FIT001");
    },
  },
  {
    folder: "learning-rate",
    finding: "too low, good, too high and diverging are each named so",
    proves: async () => {
      const by = trialsBy(await sweep("learning-rate/sweep.yaml"), "learning_rate");
      const codes = ["LR001", "LR002", "LR003", "LR004", "LOS003", "NUM001", "UPD001", "UPD002"];
      const said = (rate: string) => by[rate]?.findings.filter((code) => codes.includes(code));
      expect(said("0.001")).toEqual(["LR001"]);
      expect(said("0.1")).toEqual([]);
      expect(said("0.5")).toContain("LR003");
      expect(by["5"]?.state).toBe("infeasible");
      expect(["LOS003", "NUM001"].some((code) => said("5")?.includes(code))).toBe(true);
      const accuracy = (rate: string) => by[rate]?.objective ?? 0;
      expect(accuracy("0.1")).toBeGreaterThan(accuracy("0.001") + 0.1);
      expect(accuracy("0.1")).toBeGreaterThan(accuracy("0.5") + 0.1);
    },
  },
  {
    folder: "overfitting",
    finding: "FIT001, and with its remedies no longer, at a higher accuracy",
    proves: async () => {
      const before = await run("overfitting/run.yaml");
      const after = await run("overfitting/remedied.yaml");
      expect(before.codes("train")).toContain("FIT001");
      expect(after.codes("train")).not.toContain("FIT001");
      const accuracy = async ({ outcome }: Ran) =>
        (await outcome("train")).metrics["validation.accuracy"] ?? 0;
      expect(await accuracy(after)).toBeGreaterThan((await accuracy(before)) + 0.03);
    },
  },
  {
    folder: "underfitting",
    finding: "FIT003, and with more units no longer",
    proves: async () => {
      const before = await run("underfitting/run.yaml");
      const after = await run("underfitting/wider.yaml");
      expect(before.codes("train")).toContain("FIT003");
      expect(after.codes("train")).not.toContain("FIT003");
      const accuracy = (ran: Ran) => last(ran, "train", "validation.accuracy");
      expect(accuracy(after)).toBeGreaterThan(accuracy(before) + 0.3);
    },
  },
  {
    folder: "batch-size",
    finding: "the smaller the batch, the more its loss wiggles: LOS007 at 4 examples",
    proves: async () => {
      const found = await sweep("batch-size/sweep.yaml");
      const noisy = found.trials.filter(({ findings }) => findings.includes("LOS007"));
      expect(noisy.map(({ assignment }) => assignment.batch_size)).toEqual(["4"]);
      const deviations = await Promise.all(
        ["4", "16", "64"].map(async (size) => {
          const at = found.trials.findIndex(({ assignment }) => assignment.batch_size === size);
          const { checks } = await found.outcome(`trial ${at}/train`);
          const { evidence = "" } = checks.find(({ code }) => code === "LOS007") ?? {};
          return Number(/batch losses ([\d.]+)/.exec(evidence)?.[1]);
        }),
      );
      expect(deviations[0]).toBeGreaterThan(2 * deviations[1]!);
      expect(deviations[1]).toBeGreaterThan(1.3 * deviations[2]!);
    },
  },
  {
    folder: "filters",
    finding: "converged filters are smooth, others noise: WGT004",
    proves: async () => {
      const smooth = await run("filters/run.yaml", "steps.train.with.epochs=6");
      const noisy = await run("filters/noisy.yaml");
      expect(noisy.codes("train")).toContain("WGT004");
      expect(smooth.codes("train")).not.toContain("WGT004");
      const evidenceOf = async ({ outcome }: Ran) =>
        (await outcome("train")).checks.find(({ code }) => code === "WGT004");
      expect(await evidenceOf(smooth)).toMatchObject({ status: "pass" });
      expect(last(smooth, "train", "validation.accuracy")).toBeGreaterThan(0.9);
    },
  },
  {
    folder: "lstm-forget-bias",
    finding: "a forget gate that starts open learns what one that starts half closed may not",
    proves: async () => {
      const seeds = 4;
      const found = await sweep("lstm-forget-bias/sweep.yaml", `sweep.finalists.seeds=${seeds}`);
      const open = found.trials.findIndex(({ assignment }) => assignment.forget_bias === "1");
      // a run that never gets there counts as one epoch more than there are
      const epochs = (finalist: number) =>
        mean(repeatsOf(found, finalist, seeds).map((rows) => Math.min(epochsTo(0.9, rows), 16)));
      expect(epochs(open)).toBeLessThan(4);
      expect(epochs(1 - open)).toBeGreaterThan(2 * epochs(open));
      const accuracy = (finalist: number) =>
        mean(repeatsOf(found, finalist, seeds).map((rows) => rows.at(-1)?.["validation.accuracy"] ?? 0));
      expect(accuracy(open)).toBeGreaterThan(0.95);
      expect(accuracy(open)).toBeGreaterThan(accuracy(1 - open));
    },
  },
];

describe("the experiments", () => {
  it.each(experiments)("$folder: $finding", { timeout: 180_000 }, ({ proves }) => proves());

  it("are all those with a README, and each tells what was asked, expected and found, and how to run its files", () => {
    const folders = readdirSync(join(root, "experiments"), { recursive: true, encoding: "utf8" })
      .filter((path) => /^[^/\\]+[/\\]README\.md$/.test(path))
      .map((path) => path.split(/[/\\]/)[0]!);
    expect(experiments.map(({ folder }) => folder).sort()).toEqual(folders.sort());
    const list = readFileSync(join(root, "README.md"), "utf8");
    for (const folder of folders) {
      const text = readFileSync(join(root, "experiments", folder, "README.md"), "utf8");
      const sections = [...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title);
      expect(sections, folder).toEqual(["Question", "Prediction", "Finding", "How to run"]);
      expect(list).toContain(`(experiments/${folder}/README.md)`);
      const files = readdirSync(join(root, "experiments", folder)).filter((file) => file.endsWith(".yaml"));
      const named = [...text.matchAll(/^npx attune \w+ experiments\/([^ \n]+)/gm)].map(([, file]) => file);
      expect([...new Set(named)].sort()).toEqual(files.map((file) => `${folder}/${file}`).sort());
    }
  });
});
