import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { attune, edit, root, smokeFolder, temporaryFolder } from "./attune.ts";

/** Runs a changed smoke sweep, which must be refused: exit code 2, nothing run, no store made. */
const refused = async (...replacements: ReadonlyArray<readonly [string, string]>) => {
  const folder = smokeFolder();
  edit(join(folder, "sweep.yaml"), ...replacements);
  const ended = await attune(["sweep", "sweep.yaml"], { cwd: folder });
  expect(ended.stdout).toBe("");
  expect(ended.code).toBe(2);
  expect(existsSync(join(folder, ".attune"))).toBe(false);
  expect(ended.stderr).not.toMatch(/\n\s+at /); // no stack trace
  expect(ended.stderr.split("\n").length).toBeLessThan(24);
  return ended.stderr;
};

describe("bad input", () => {
  const cases: ReadonlyArray<readonly [string, readonly [string, string], string]> = [
    [
      "a misspelt key",
      ["batch_size", "batch_sise"],
      'sweep.yaml:29:7  steps.train.with.batch_sise: unknown key "batch_sise"',
    ],
    [
      "a misspelt optimizer",
      ["adam:", "adma:"],
      'sweep.yaml:26:20  steps.train.with.optimizer.adma: unknown key "adma"',
    ],
    [
      "a wrong type",
      ["epochs: 20", "epochs: many"],
      'sweep.yaml:28:15  steps.train.with.epochs: expected number, received "many"',
    ],
    ["an empty space", ["[1.0e-6, 1.0e-2]", "[1, 0]"], "sweep.yaml:27:30"],
    ["a bound out of range", ["[1.0e-3, 1.0e-1]", "[-1, 1]"], "sweep.yaml:26:59"],
    [
      "a cycle",
      ["init: { uses: init,", "init: { uses: init, needs: [train],"],
      "the steps need each other in a circle: init → train → sanity → init",
    ],
    ["an unknown need", ["needs: [sanity]", "needs: [insanity]"], 'there is no step "insanity"'],
    ["a missing data file", ["./iris.csv", "./irises.csv"], "sweep.yaml:8:9  data.path: "],
    ["an unknown column", ["target: species", "target: specise"], "sweep.yaml:9:11  data.target: "],
    [
      "a split that is too large",
      ["train: 90", "train: 900"],
      "the split asks for 960 examples, the data has 150",
    ],
    [
      "too few outputs",
      ["units: 3", "units: 4"],
      "expected 3 outputs, because the data has 3 classes, received 4",
    ],
    [
      "an objective of the test set",
      ["train.validation.accuracy", "evaluate.test.accuracy"],
      "trials are not judged on the test set",
    ],
    [
      "an objective of no step",
      ["train.validation.accuracy", "training.validation.accuracy"],
      "expected a step and its metric",
    ],
    ["not YAML", ["model:", "model: ]"], "sweep.yaml:13:"],
  ];
  it.each(cases)("%s", async (_, replacement, expected) => {
    expect(await refused(replacement)).toContain(expected);
  });

  it("a file that is not there, or no text", async () => {
    const folder = temporaryFolder();
    const missing = await attune(["run", "none.yaml"], { cwd: folder });
    expect([missing.code, missing.stderr]).toEqual([2, "none.yaml  there is no such file\n"]);
    writeFileSync(join(folder, "bytes.yaml"), Uint8Array.of(0xff, 0xfe, 0x00));
    expect((await attune(["run", "bytes.yaml"], { cwd: folder })).code).toBe(2);
  });

  it("an objective that only a run can judge: accuracy where the target is values", async () => {
    const folder = smokeFolder();
    edit(
      join(folder, "sweep.yaml"),
      ["target: species", "target: petal_width\n  features: [sepal_length, sepal_width, petal_length]"],
      ["units: 3", "units: 1"],
      ["cross_entropy", "squared_error"],
    );
    const ended = await attune(["sweep", "sweep.yaml"], { cwd: folder });
    expect(ended.stderr).toContain('the step train has no metric "validation.accuracy"');
    expect(ended.code).toBe(2);
  });

  it("wrong usage: exit code 2", async () => {
    for (const args of [
      ["sweeep"],
      ["sweep", "--wrokers", "2"],
      ["sweep", "--workers", "0"],
      ["run", "--engine", "abacus"],
    ]) {
      expect([args, (await attune(args)).code]).toEqual([args, 2]);
    }
    expect((await attune(["--help"])).code).toBe(0);
    expect((await attune(["--version"])).stdout).toContain("0.1.0");
  });

  it("a reader that has seen enough is no error", async () => {
    const ended = await attune(["schema"], {
      onStart: ({ stdout }) => void stdout?.once("data", () => stdout.destroy()),
    });
    expect(ended).toMatchObject({ code: 141, stderr: "" });
  });

  it("search spaces without a sweep", async () => {
    const ended = await attune(["run", join(root, "experiments/smoke/sweep.yaml")], {
      cwd: temporaryFolder(),
    });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain("expected one value, received a search space");
    const folder = smokeFolder();
    edit(join(folder, "run.yaml"), ["learning_rate: 0.02", "learning_rate: { uniform: [0.01, 0.1] }"]);
    for (const args of [
      ["plan", "run.yaml"],
      ["why", "train", "run.yaml"],
    ]) {
      const { code, stderr } = await attune(args, { cwd: folder });
      expect([args, code]).toEqual([args, 2]);
      expect(stderr).toContain("expected one value, received a search space");
    }
  });
});
