import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { attune, edit, smokeFolder, summaryOf } from "./attune.ts";

const trials = (
  stdout: string,
): ReadonlyArray<{ number: number; assignment: Readonly<Record<string, unknown>> }> =>
  stdout
    .split("\n")
    .filter((line) => line.startsWith('{"_tag":"Trial"'))
    .map((line) => JSON.parse(line));

describe("the language through the command", () => {
  it("a matrix with an exclusion is a grid of what is left, all of it tried", async () => {
    const folder = smokeFolder();
    edit(
      join(folder, "sweep.yaml"),
      ["{ log_uniform: [1.0e-3, 1.0e-1] }", "0.02"],
      ["{ log_uniform: [1.0e-6, 1.0e-2] }", "0"],
      [
        "  trials: 6\n",
        '  matrix:\n    steps.train.with.epochs: [2, 4]\n    model.layers[0].dense.units: [4, 8]\n  exclude:\n    - { steps.train.with.epochs: 4, "model.layers[0].dense.units": 4 }\n',
      ],
    );
    const ended = await attune(["sweep", "sweep.yaml", "--json"], { cwd: folder });
    expect(ended.stderr).toBe("");
    const tried = trials(ended.stdout).toSorted((a, b) => a.number - b.number);
    expect(
      tried.map(({ assignment }) => [
        assignment["model.layers[0].dense.units"],
        assignment["steps.train.with.epochs"],
      ]),
    ).toEqual([
      ["4", "2"],
      ["8", "2"],
      ["8", "4"],
    ]);
  });

  it("a matrix leaves out what is excluded by a mapping, and refuses what it does not have", async () => {
    const folder = smokeFolder();
    const exclude = (schedule: string) =>
      `  matrix:\n    steps.train.with.schedule: [constant, { exponential: { decay: 0.8 } }]\n    steps.train.with.epochs: [3, 4]\n  exclude:\n    - { steps.train.with.schedule: ${schedule}, steps.train.with.epochs: 4 }\n`;
    edit(
      join(folder, "sweep.yaml"),
      ["{ log_uniform: [1.0e-3, 1.0e-1] }", "0.02"],
      ["{ log_uniform: [1.0e-6, 1.0e-2] }", "0"],
      ["  trials: 6\n", exclude("{ exponential: { decay: 0.8 } }")],
    );
    expect((await attune(["plan", "sweep.yaml"], { cwd: folder })).stdout).toContain(
      "the sweep has 3 trials",
    );
    edit(join(folder, "sweep.yaml"), [
      exclude("{ exponential: { decay: 0.8 } }"),
      exclude("{ exponential: { decay: 0.9 } }"),
    ]);
    const refused = await attune(["plan", "sweep.yaml"], { cwd: folder });
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining("in the matrix: constant, exponential"),
    ]);
  });

  it("a grid over spaces with levels", async () => {
    const folder = smokeFolder();
    edit(
      join(folder, "sweep.yaml"),
      ["{ log_uniform: [1.0e-6, 1.0e-2] }", "0"],
      ["epochs: 20", "epochs: 2"],
      ["  trials: 6\n", "  sampler: { grid: { levels: 3 } }\n"],
    );
    const ended = await attune(["sweep", "sweep.yaml", "--json"], { cwd: folder });
    const rates = trials(ended.stdout).map(
      ({ assignment }) => assignment["steps.train.with.optimizer.adam.learning_rate"],
    );
    expect(rates.toSorted()).toEqual([0.001, expect.closeTo(0.01, 10), 0.1]);
  });

  it("--set changes a run, and the same values in the file are the same run", async () => {
    const folder = smokeFolder();
    const set = await attune(["run", "run.yaml", "--set", "steps.train.with.epochs=3", "--json"], {
      cwd: folder,
    });
    expect(set.stdout.split('"_tag":"Epoch"').length - 1).toBe(3);
    edit(join(folder, "run.yaml"), ["epochs: 20", "epochs: 3"]);
    expect(summaryOf(await attune(["run", "run.yaml", "--json"], { cwd: folder })).steps.run).toBe(0);
  });

  it("a file that extends another shares its results", async () => {
    const folder = smokeFolder();
    await attune(["run", "run.yaml"], { cwd: folder });
    writeFileSync(
      join(folder, "longer.yaml"),
      "extends: ./run.yaml\nname: longer\nsteps: { train: { with: { epochs: 22 } } }\n",
    );
    const longer = await attune(["run", "longer.yaml", "--json"], { cwd: folder });
    expect(longer.stdout.split('"_tag":"Epoch"').length - 1).toBe(2);
    expect(readFileSync(join(folder, ".attune/reports/longer.html"), "utf8")).toContain("longer");
  });

  it("more epochs are said to go on, not to have another reason", async () => {
    const folder = smokeFolder();
    await attune(["run", "run.yaml"], { cwd: folder });
    const more = ["run.yaml", "--set", "steps.train.with.epochs=30"];
    expect((await attune(["plan", ...more], { cwd: folder })).stdout).toContain(
      "it has 20 of 30 epochs, and goes on from there",
    );
    expect((await attune(["why", "train", ...more], { cwd: folder })).stdout).toContain(
      "it has 20 of 30 epochs",
    );
  });

  it("every option of a space is held against the data before anything runs", async () => {
    const folder = smokeFolder();
    edit(join(folder, "sweep.yaml"), ["units: 3 }", "units: { choice: [3, 2] } }"]);
    const refused = await attune(["sweep", "sweep.yaml"], { cwd: folder });
    expect([refused.code, refused.stdout, refused.stderr]).toEqual([
      2,
      "",
      expect.stringContaining("expected 3 outputs"),
    ]);
  });

  it("two studies that differ in a step's seed have nothing to do with one another", async () => {
    const folder = smokeFolder();
    const other = [
      "--set",
      "steps.train.seed=5",
      "--set",
      "steps.train.timeout=0.001s",
      "--set",
      "steps.train.retry=0",
    ];
    const failing = await attune(["sweep", "sweep.yaml", ...other, "--json"], { cwd: folder });
    expect(failing.code).toBe(1);
    const clean = summaryOf(await attune(["sweep", "sweep.yaml", "--json"], { cwd: folder }));
    const alone = summaryOf(await attune(["sweep", "sweep.yaml", "--json"], { cwd: smokeFolder() }));
    expect(clean.journalDigest).toBe(alone.journalDigest);
  });

  it("a sweep's timeout starts no more trials, and the next run goes on", async () => {
    const folder = smokeFolder();
    edit(join(folder, "sweep.yaml"), ["  trials: 6\n", "  trials: 6\n  timeout: 0s\n"]);
    const first = await attune(["sweep", "sweep.yaml", "--json"], { cwd: folder });
    expect(first.code).toBe(0);
    expect(trials(first.stdout)).toHaveLength(1);
    edit(join(folder, "sweep.yaml"), ["timeout: 0s", "timeout: 1h"]);
    const second = await attune(["sweep", "sweep.yaml", "--json"], { cwd: folder });
    expect(trials(second.stdout)).toHaveLength(6);
    expect(summaryOf(second).journalDigest).toBe(
      summaryOf(await attune(["sweep", "sweep.yaml", "--json"], { cwd: folder })).journalDigest,
    );
  });
});
