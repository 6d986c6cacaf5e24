import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeExperiment, plan } from "@attune/core";
import { parameters } from "@attune/search";
import * as Effect from "effect/Effect";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { language, planner } from "./language.ts";

const base = `name: base
seed: 3
data: { rows: 10 }
model: { width: 4 }
steps:
  init: { uses: init }
  train:
    uses: train
    needs: [init]
    with: { rate: 0.1, epochs: 3 }
`;

let folder = "";
const write = (path: string, text: string) => {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), text);
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "attune-compose-"));
  write("base.yaml", base);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (text: string, overrides: ReadonlyArray<string> = []) =>
  decodeExperiment(join(folder, "main.yaml"), text, language, { overrides, shownAs: "main.yaml" });

/** What the experiment comes to: data, model and the settings of its steps. */
const configured = async (text: string, overrides: ReadonlyArray<string> = []) => {
  const experiment = await Effect.runPromise(read(text, overrides));
  const { configuration } = await Effect.runPromise(
    plan(experiment, planner, { assignment: {}, reseed: (seed) => seed, test: true }),
  );
  return { name: experiment.name, seed: experiment.seed, ...configuration };
};

const problemsOf = async (text: string, overrides: ReadonlyArray<string> = []) => {
  const { problems } = await Effect.runPromise(Effect.flip(read(text, overrides)));
  return problems.map(
    ({ file, line, column, message }) => `${file.split("/").at(-1)}:${line}:${column} ${message}`,
  );
};

describe("extends", () => {
  it("merges mappings key by key, replaces the rest, and null takes a key away", async () => {
    const child =
      "extends: ./base.yaml\nname: child\nmodel: { dropout: 0.5 }\nsteps: { train: { with: { rate: 0.2 } }, init: { with: { value: 2 } } }\n";
    expect(await configured(child)).toMatchObject({
      name: "child",
      seed: 3,
      model: { width: 4, dropout: 0.5 },
      settings: { train: { rate: 0.2, epochs: 3 }, init: { value: 2 } },
    });
    await expect(
      configured("extends: ./base.yaml\nsteps: { train: { with: { epochs: null } } }\n"),
    ).rejects.toThrow('the key "epochs" is missing');
  });

  it("replaces a space whole", async () => {
    write("space.yaml", base.replace("rate: 0.1", "rate: { log_uniform: [0.1, 1] }"));
    const experiment = await Effect.runPromise(
      read("extends: ./space.yaml\nsteps: { train: { with: { rate: { uniform: [0.2, 0.4] } } } }\n"),
    );
    expect(parameters(experiment.template).map(({ space }) => space)).toEqual([
      { kind: "uniform", low: 0.2, high: 0.4 },
    ]);
  });

  it("several files: the last named goes over the others", async () => {
    write("more.yaml", "seed: 9\ndata: { rows: 20 }\n");
    expect(await configured("extends: [./base.yaml, ./more.yaml]\ndata: { rows: 30 }\n")).toMatchObject({
      seed: 9,
      data: { rows: 30 },
    });
  });

  it("a mistake is shown in the file that it stands in", async () => {
    write("wrong.yaml", base.replace("epochs: 3", "epochs: none"));
    expect(await problemsOf("extends: ./wrong.yaml\nmodel: { widht: 3 }\n")).toEqual([
      'main.yaml:2:10 unknown key "widht"',
      'wrong.yaml:10:32 expected number, received "none"',
    ]);
  });

  it("refuses circles and files that are not there", async () => {
    write("a.yaml", "extends: ./b.yaml\n");
    write("b.yaml", "extends: ./a.yaml\n");
    expect((await problemsOf("extends: ./a.yaml\n"))[0]).toMatch(
      /^b\.yaml:1:10 files extend each other in a circle: .*a\.yaml → .*b\.yaml → .*a\.yaml$/,
    );
    expect(await problemsOf("extends: ./none.yaml\n")).toEqual([
      "main.yaml:1:10 there is no file ./none.yaml",
    ]);
    expect(await problemsOf("extends: 3\n")).toEqual([
      "main.yaml:1:10 expected the path of a file, received 3",
    ]);
  });

  it("what stands under path is a path, with or without a dot", async () => {
    write("elsewhere/base.yaml", base.replace("data: { rows: 10 }", "data: { rows: 10, path: table.csv }"));
    expect(await problemsOf("extends: ./elsewhere/base.yaml\n")).toEqual([
      'base.yaml:3:19 unknown key "path"',
    ]);
    process.env.ATTUNE_TEST_BASE = join(folder, "elsewhere");
    const { problems } = await Effect.runPromise(
      Effect.flip(read("extends: ${env:ATTUNE_TEST_BASE}/base.yaml\n")),
    );
    delete process.env.ATTUNE_TEST_BASE;
    expect(problems).toHaveLength(1);
  });

  it("paths of a file in another folder stay relative to that file", async () => {
    write("shared/steps/x.ts", "export default { run: async () => ({}) };\n");
    write(
      "shared/base.yaml",
      base.replace("uses: init", "uses: ./steps/x.ts, produces: []").replace(", produces: []", ""),
    );
    const child =
      "extends: ./shared/base.yaml\nsteps: { train: { needs: [first] }, first: { uses: init } }\n";
    const experiment = await Effect.runPromise(read(child));
    expect(experiment.steps.find(({ id }) => id === "init")?.module).toBe(join(folder, "shared/steps/x.ts"));
  });
});

describe("--set", () => {
  it("overrides values and makes spaces", async () => {
    expect(
      await configured(base, ["steps.train.with.epochs=7", "model.width=9", "seed=4", "model.dropout=0.25"]),
    ).toMatchObject({
      seed: 4,
      model: { width: 9, dropout: 0.25 },
      settings: { train: { epochs: 7 } },
    });
    const experiment = await Effect.runPromise(read(base, ["model.width={ int: [2, 8] }"]));
    expect(parameters(experiment.template).map(({ name }) => name)).toEqual(["model.width"]);
  });

  it("says what is wrong with it, at its place on the command line", async () => {
    const set = (override: string) => problemsOf(base, [override]);
    expect(await set("steps.train.with.epochs=none")).toEqual([
      '--set:1:25 expected number, received "none"',
    ]);
    expect(await set("steps.train.with.epoch=3")).toEqual(['--set:1:1 unknown key "epoch"']);
    expect(await set("model.width={ int: [8, 2] }")).toEqual([
      "--set:1:20 expected low < high (the space is empty), received [8,2]",
    ]);
    expect(await set("epochs")).toEqual(["--set:1:1 expected a path and a value"]);
    expect(await set("steps.train.needs[4]=init")).toEqual(["--set:1:1 there is no item 4: the list has 1"]);
    expect((await set("seed=[1"))[0]).toMatch(/^--set:1:6 not YAML/);
  });
});

describe("a step's seed", () => {
  it("is its own, and the split keeps the experiment's", async () => {
    const experiment = await Effect.runPromise(
      read(base.replace("init: { uses: init }", "init: { uses: init, seed: 11 }")),
    );
    const { steps } = await Effect.runPromise(
      plan(experiment, planner, { assignment: {}, reseed: (seed) => seed * 2, test: true }),
    );
    expect(steps.map(({ id, parts }) => [id, parts.seed])).toEqual([
      ["init", 22],
      ["train", 6],
    ]);
  });
});

describe("${env:…}", () => {
  it("stands for a variable in a path, and nowhere else", async () => {
    process.env.ATTUNE_TEST_FOLDER = folder;
    // a module that is not there tells the path that was looked for
    expect(await problemsOf(base.replace("uses: init", 'uses: "${env:ATTUNE_TEST_FOLDER}/x.ts"'))).toEqual([
      `main.yaml:6:17 there is no file ${folder}/x.ts`,
    ]);
    expect((await problemsOf(base.replace("name: base", 'name: "${env:ATTUNE_TEST_FOLDER}"')))[0]).toContain(
      "environment variables are for paths only",
    );
    delete process.env.ATTUNE_TEST_FOLDER;
  });
});
