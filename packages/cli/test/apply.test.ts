import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { changedLines } from "../src/changedLines.ts";
import { attune, edit, smokeFolder } from "./attune.ts";

describe("attune apply", () => {
  it("writes the file that a remedy asks for, comments kept, and it runs", async () => {
    const folder = smokeFolder();
    const file = join(folder, "run.yaml");
    const call = (...args: ReadonlyArray<string>) => attune(args, { cwd: folder });
    edit(file, ["adam", "sgd"], ["learning_rate: 0.02", "learning_rate: 3.0e+6"]);
    const early = await call("apply", "LOS003", "run.yaml");
    expect([early.code, early.stderr]).toEqual([
      2,
      "run.yaml  no run of this file has ended in this store\n  run it first\n",
    ]);
    expect((await call("run", "run.yaml", "--set", "steps.train.with.epochs=2")).code).toBe(1);

    const unknown = await call("apply", "LOS004", "run.yaml");
    expect([unknown.code, unknown.stderr.split("\n").slice(0, 2)]).toEqual([
      2,
      ["run.yaml  its newest run has no finding LOS004", "  did you mean LOS003?"],
    ]);
    const { code, stdout, stderr } = await call("apply", "LOS003", "run.yaml");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^LOS003 divergedLoss: .*\nLower the learning rate from 3000000 to 30000\.\n/);
    expect(stdout).toMatch(/^- +\d+ \| .*learning_rate: 3\.0e\+6.*\n\+ +\d+ \| .*learning_rate: 30000 /m);
    expect(stdout).toContain(
      "That run took values from --set steps.train.with.epochs=2: the file does not have them.\n",
    );
    expect(stdout).toContain("run-los003.yaml is written; next: npx attune run run-los003.yaml");
    const [before, after] = [file, join(folder, "run-los003.yaml")].map((path) => readFileSync(path, "utf8"));
    expect(after).toBe(before?.replace("3.0e+6", "30000"));

    const again = await call("apply", "los003", "run.yaml");
    expect([again.code, again.stderr.split("\n")[0]]).toEqual([
      2,
      "run-los003.yaml  is there already, and is not overwritten",
    ]);
    const parent = await attune(["apply", "los003", file], { cwd: dirname(folder) });
    expect(parent.stderr).toContain(`choose another: --out ${join(basename(folder), "x.yaml")}`);
    const elsewhere = await call("apply", "LOS003", "run.yaml", "--out", "other/x.yaml");
    expect([elsewhere.code, existsSync(join(folder, "other"))]).toEqual([2, false]);
    const told = JSON.parse((await call("apply", "LOS003", "run.yaml", "--in-place", "--json")).stdout);
    expect(told).toMatchObject({
      code: "LOS003",
      path: "steps.train.with.optimizer.sgd.learning_rate",
      patch: { value: 3e4 },
    });
    expect(readFileSync(file, "utf8")).toBe(after);
  }, 60_000);
});

describe("changedLines", () => {
  it.each([
    ["a\nb\nc", "a\nx\nc", ["- 2 | b", "+ 2 | x"]],
    ["a\nc", "a\nb\nc", ["+ 2 | b"]],
    ["a", "a", []],
    ["a\na", "a\na\na", ["+ 3 | a"]],
  ])("%j → %j", (before, after, lines) => {
    expect(changedLines(before, after)).toEqual(lines);
  });
});
