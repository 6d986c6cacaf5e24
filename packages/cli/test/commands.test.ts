import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { attune as command } from "../src/attune.ts";
import { attune, edit, smokeFolder, summaryOf, temporaryFolder } from "./attune.ts";

describe("runs found again", () => {
  it("ls filters by tag, status and metrics; diff compares what they were", async () => {
    const folder = smokeFolder();
    const file = join(folder, "run.yaml");
    const call = async (...args: ReadonlyArray<string>) => {
      const { code, stdout, stderr } = await attune(args, { cwd: folder });
      expect([args, code, stderr]).toEqual([args, 0, ""]);
      return stdout;
    };
    const listed = async (...args: ReadonlyArray<string>): Promise<ReadonlyArray<{ id: number }>> =>
      JSON.parse(await call("ls", "--json", ...args));
    const ids = async (...args: ReadonlyArray<string>) => (await listed(...args)).map(({ id }) => id);

    expect(await call("ls")).toBe("nothing has run yet: attune sweep FILE, or attune run FILE\n");
    edit(file, ["seed:", "tags: [iris]\nnotes: from the file\nseed:"]);
    await call("run", "run.yaml", "--tag", "first", "--tag", "paper", "--note", "from the line");
    edit(file, ["learning_rate: 0.02", "learning_rate: 0.03"], ["epochs: 20", "epochs: 5"]);
    await call("run", "run.yaml");
    await call("sweep", "sweep.yaml", "--tag", "paper");

    expect(await listed("--tag", "first")).toMatchObject([
      { id: 1, tags: ["iris", "first", "paper"], note: "from the file; from the line", status: "succeeded" },
    ]);
    expect(await ids("--tag", "paper")).toEqual([3, 1]);
    expect(await ids("--tag", "paper", "--tag", "iris")).toEqual([1]);
    expect(await ids("--status", "failed")).toEqual([]);
    const [sweep] = await listed("--where", "train.validation.accuracy > 0 and evaluate.test.accuracy > 0.5");
    expect(sweep).toMatchObject({ id: 3, metrics: { "evaluate.test.accuracy": expect.any(Number) } });
    expect(await ids("--where", "train.learning_rate = 0.03")).toEqual([2]);
    const table = (await call("ls", "--where", "train.learning_rate <= 0.02")).split("\n");
    expect(table[0]).toMatch(/^run {2}started \(UTC\) .* tags +metrics +file/);
    expect(table.at(-2)).toMatch(/^ {2}1 .* succeeded .* iris, first, paper {2}train.learning_rate 0.02 /);
    const wrong = await attune(["ls", "--where", "train.learning_rate is 1"], { cwd: folder });
    expect([wrong.code, wrong.stderr.split("\n")[0]]).toEqual([
      2,
      '--where:1:21  expected <, <=, >, >=, = or !=, received "is"',
    ]);

    const lines = await call("diff", "1", "2");
    expect(lines).toMatch(/^ {2}steps.train.with.optimizer.adam.learning_rate +0.02 +0.03$/m);
    expect(lines).toMatch(/^ {2}steps.train.with.epochs +20 +5$/m);
    expect(lines).toMatch(/^ {2}train: the rows differ from epoch 1 on, of 5 that both have$/m);
    expect(lines).not.toContain("code of");
    const compared = JSON.parse(await call("diff", "2", "1", "--json"));
    expect(compared.settings).toContainEqual({ path: "steps.train.with.epochs", before: 5, after: 20 });
    expect(compared.metrics).toContainEqual({ name: "train.learning_rate", a: 0.03, b: 0.02 });
    expect(compared.trajectories).toMatchObject([{ step: "train", epochs: 5, first: { epoch: 1 } }]);
    const same = await call("diff", "2", "run.yaml");
    expect(same).toContain("train: the same rows over 5 epochs");
    expect(same).toContain("the same settings, code, data, engine and seeds");
    expect(await call("diff", "2", "run.yaml", "--engine", "cpu")).toMatch(
      /engine of init, .*: wasm(-fma)? in A, cpu/,
    );
    edit(join(folder, "sweep.yaml"), ["trials: 6", "trials: 7"]);
    expect(await call("diff", "3", "sweep.yaml")).toMatch(/^ {2}sweep.trials +6 +7$/m);
    const missing = await attune(["diff", "1", "9"], { cwd: folder });
    expect([missing.code, missing.stderr]).toEqual([
      2,
      "run 9  there is no run 9\n  runs here: 1 to 3; attune ls lists them\n",
    ]);

    const plan = (await call("plan", "run.yaml")).split("\n");
    expect(plan[0]).toMatch(/^step +uses +key +plan/);
    expect(plan.slice(-3)).toEqual(["", "4 cached, 0 to run", ""]);
    edit(file, ["epochs: 5", "epochs: 6"]);
    expect(JSON.parse(await call("plan", "run.yaml", "--json")).counts).toEqual({ cached: 2, run: 2 });
    expect(await call("plan", "sweep.yaml")).toContain(
      "of trial 0; the sweep has 7 trials of 3 steps, then 4 runs of the best",
    );
  }, 180_000);
});

const houses = (rows: number): string => {
  const lines = Array.from({ length: rows }, (_, i) => {
    const [area, rooms] = [40 + ((i * 37) % 160), 1 + ((i * 7) % 6)];
    return `${area};${rooms};${(area * 0.02 + rooms * 0.3 + ((i * 13) % 7) * 0.02).toFixed(3)}`;
  });
  return ["area;rooms;price", ...lines, ""].join("\n");
};

describe("attune new", () => {
  it("writes an experiment for iris that runs, and overwrites nothing", async () => {
    const folder = smokeFolder();
    mkdirSync(join(folder, "docs"));
    writeFileSync(join(folder, "docs/experiment.schema.json"), "{}");
    const made = await attune(["new", "iris.csv", "--out", "made/flowers.yaml"], { cwd: folder });
    expect([made.code, made.stderr]).toEqual([0, ""]);
    expect(made.stdout).toContain("classification of species, a sweep of 20 trials");
    const yaml = readFileSync(join(folder, "made/flowers.yaml"), "utf8");
    expect(yaml.split("\n")[0]).toBe("# yaml-language-server: $schema=../docs/experiment.schema.json");
    expect(yaml).toContain("path: ../iris.csv # 150 examples");
    expect(yaml).toContain("loss: cross_entropy");
    const ended = await attune(["sweep", "made/flowers.yaml", "--json"], { cwd: folder });
    expect([ended.code, ended.stderr]).toEqual([0, ""]);
    expect(summaryOf(ended).best?.objective.value).toBeGreaterThan(0.9);

    const again = await attune(["new", "iris.csv", "--out", "made/flowers.yaml"], { cwd: folder });
    expect(again.code).toBe(2);
    expect(again.stderr).toContain("is there already, and is not overwritten");
    expect(readFileSync(join(folder, "made/flowers.yaml"), "utf8")).toBe(yaml);
  });

  it("proposes a regression for a table with other signs between its cells, and it runs", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "nx.json"), "{}");
    writeFileSync(join(folder, "Our houses.csv"), houses(80));
    expect((await attune(["new", "Our houses.csv"], { cwd: folder })).stderr).toBe("");
    const yaml = readFileSync(join(folder, "Our houses.yaml"), "utf8");
    expect(yaml).toContain("name: Our_houses\n");
    expect(yaml).toContain('path: "./Our houses.csv" # 80 examples');
    expect(yaml).toContain('delimiter: ";"');
    expect(yaml).toContain("task: regression");
    expect(yaml).toContain("loss: squared_error");
    expect(yaml).not.toContain("$schema");
    edit(join(folder, "Our houses.yaml"), ["trials: 20", "trials: 5"]);
    const ended = await attune(["sweep", "Our houses.yaml", "--json"], { cwd: folder });
    expect([ended.code, summaryOf(ended).best === null]).toEqual([0, false]);
  });

  it("a separator inside quotes separates nothing, and its advice can be pasted", async () => {
    const folder = temporaryFolder();
    const rows = Array.from({ length: 40 }, (_, i) =>
      `${i},${i % 7};${i % 2 ? "yes" : "no"}`.replaceAll(",", "."),
    );
    writeFileSync(join(folder, "my data.csv"), ['"a,b,c,d";y', ...rows].join("\n"));
    const made = await attune(["new", "my data.csv"], { cwd: folder });
    expect([made.code, made.stderr]).toEqual([0, ""]);
    expect(made.stdout).toContain("npx attune sweep 'my data.yaml'");
  });
});

describe("finding one's way", () => {
  it("attune alone says what to do first", async () => {
    const ended = await attune([]);
    expect(ended.code).toBe(0);
    const lines = ended.stdout.trimEnd().split("\n");
    expect(lines.map((line) => line.split(/ {2,}/)[0])).toEqual([
      "npx attune sweep experiments/smoke/sweep.yaml",
      "npx attune new experiments/smoke/iris.csv --out first.yaml",
      "npx attune doctor",
    ]);
  });

  it("a misspelt command gets the nearest, exit code 2", async () => {
    const ended = await attune(["sweeep"]);
    expect(ended.code).toBe(2);
    expect(ended.stdout + ended.stderr).toMatch(/Did you mean this\?\s+sweep/);
  });

  it("every command has an example in its help", () => {
    const commands = command.subcommands.flatMap(({ commands }) => commands);
    expect(commands.length).toBeGreaterThan(8);
    for (const { name, examples } of commands) {
      expect([name, examples[0]?.command]).toEqual([name, expect.stringMatching(`^attune ${name}`)]);
    }
  });

  it("the completions for bash complete commands and flags", async () => {
    const { stdout } = await attune(["--completions", "bash"]);
    const complete = (line: string) => {
      const words = line.split(" ");
      const test = `${stdout}
        COMP_WORDS=(${words.join(" ")}); COMP_CWORD=${words.length - 1}; COMP_LINE="${line}"; COMP_POINT=${line.length}
        _attune attune "${words.at(-1)}" "${words.at(-2)}"; echo "\${COMPREPLY[*]}"`;
      return spawnSync("bash", ["--norc", "-c", test], { encoding: "utf8" }).stdout.trim();
    };
    expect(complete("attune sw")).toBe("sweep");
    expect(complete("attune sweep --wor")).toBe("--workers");
  });
});
