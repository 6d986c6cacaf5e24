import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { decodeExperiment, experimentSchema } from "@attune/core";
import { Ajv2020 } from "ajv/dist/2020.js";
import * as Effect from "effect/Effect";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { makePlanner } from "../src/language.ts";
import { printJson } from "../src/printJson.ts";
import { attune, root } from "./attune.ts";
import { mutated } from "./mutations.ts";

const { language } = makePlanner();
const schema = experimentSchema(language);
const validate = new Ajv2020({ strictSchema: true, strictTypes: false, strictTuples: false }).compile(schema);

const shipped = readdirSync(join(root, "experiments"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".yaml") && !path.includes("node_modules"))
  .sort();
const read = (path: string) => readFileSync(join(root, "experiments", path), "utf8");

/** Every problem that our own decoder finds, as `path: message`. */
const problemsOf = async (path: string, value: unknown): Promise<ReadonlyArray<string>> => {
  const decoded = decodeExperiment(join(root, "experiments", path), stringify(value), language);
  return Effect.runPromise(
    Effect.match(decoded, {
      onSuccess: () => [],
      onFailure: ({ problems }) => problems.map(({ path: at, message }) => `${at ?? ""}: ${message}`),
    }),
  );
};

/** What the decoder refuses and a JSON Schema cannot, each with its reason and a change of the smoke sweep that shows it. */
const beyondSchema: ReadonlyArray<{
  readonly rule: string;
  readonly because: string;
  /** Of the problems, as `path: message`. */
  readonly message: RegExp;
  readonly file?: string;
  readonly example: readonly [string, string];
}> = [
  {
    rule: "references to steps",
    because: "no keyword compares a value with the keys of another place",
    message:
      /there is no step "|expected a step and its metric|consumes .*, and no step before it|could come from/,
    example: ["needs: [init]", "needs: [inti]"],
  },
  {
    rule: "circles",
    because: "no keyword follows references",
    message: /need each other in a circle|extend each other in a circle/,
    example: ["{ uses: init, ", "{ uses: init, needs: [train], "],
  },
  {
    rule: "inverted bounds, and steps wider than the range",
    because: "no keyword compares two numbers of a file",
    message: /expected low < high|above 0 and at most .*, the range/,
    example: ["[1.0e-6, 1.0e-2]", "[1.0e-2, 1.0e-6]"],
  },
  {
    rule: "files and what is in them",
    because: "a schema sees one file",
    message:
      /there is no file|cannot be read|no such file|expected a column|cannot be loaded|the data has|leaves none for/,
    example: ["target: species", "target: colour"],
  },
  {
    rule: "how the parts of a split belong together",
    because: "no keyword sums numbers, or asks two places to be of one kind",
    message:
      /: expected three counts or three shares|: expected train and validation above 0|: expected shares that sum/,
    example: ["test: 30", "test: 0.5"],
  },
  {
    rule: "what a model must fit",
    because: "the data's columns and classes stand in another file",
    message: /^model\..*: expected .* outputs/,
    example: ["units: 3", "units: 4"],
  },
  {
    rule: "how many trials a search has",
    because: "a grid counts its trials by the spaces of the whole file, and random search is told",
    message: /^sweep: the key "trials" is missing|^sweep.*: .* is continuous|^sweep.*combinations/,
    example: ["  trials: 6\n", ""],
  },
  {
    rule: "values of a matrix",
    because: "each is decoded at the place that its key names",
    message: /^sweep\.matrix\.|is continuous: a grid/,
    example: ["sweep:\n", "sweep:\n  matrix: { steps.train.with.batch_size: [16, many] }\n"],
  },
  {
    rule: "settings of users' own modules",
    because: "their Schema is in the user's module",
    message: /^(steps\.shrink|data|model)\.with/,
    file: "user-step/run.yaml",
    example: ["factor: 0.5", "factr: 0.5"],
  },
];

const isBeyond = (problem: string) => beyondSchema.some(({ message }) => message.test(problem));

describe("the JSON Schema", () => {
  it("is what attune schema prints, and what docs/experiment.schema.json holds", async () => {
    const text = `${printJson(schema)}\n`;
    expect(text.length).toBeLessThan(300_000);
    expect((await attune(["schema"])).stdout).toBe(text);
    await expect(text).toMatchFileSnapshot("../../../docs/experiment.schema.json");
  });

  it.each(shipped)("is named by %s, and both accept it", async (path) => {
    const text = read(path);
    const to = relative(join(root, "experiments", dirname(path)), join(root, "docs/experiment.schema.json"));
    expect(text.split("\n")[0]).toBe(`# yaml-language-server: $schema=${to.split(sep).join("/")}`);
    const value: unknown = parse(text);
    validate(value);
    expect(validate.errors).toBeNull();
    expect(await problemsOf(path, value)).toEqual([]);
  });

  it("takes a part of an experiment where a file extends another", () => {
    const part = (yaml: string) => validate(parse(`extends: ../smoke/run.yaml\n${yaml}`));
    expect(part("steps: { train: { with: { epochs: 3 } } }")).toBe(true);
    expect(part("steps: { train: { with: { optimizer: { adam: null, sgd: { learning_rate: 1 } } } } }")).toBe(
      true,
    );
    expect(part("sweep: null")).toBe(true);
    expect(part("steps: { train: { uses: train, with: { epoch: 3 } } }")).toBe(false);
    expect(part("model: { layers: [{ dense: {} }] }")).toBe(false); // a list is never merged: its items are whole
    expect(part("notes: 3")).toBe(false);
    expect(validate(parse("steps: { train: { with: { epochs: 3 } } }"))).toBe(false);
  });

  it("is stricter in one thing: a required setting stands in its place, even if a matrix gives it", async () => {
    const text = read("smoke/sweep.yaml")
      .replace("      epochs: 20\n", "")
      .replace(
        "sweep:\n",
        "sweep:\n  matrix: { steps.train.with.epochs: [5, 10], steps.train.with.l2: [0, 0.1] }\n",
      )
      .replace("{ log_uniform: [1.0e-3, 1.0e-1] }", "0.01");
    const value: unknown = parse(text);
    expect(await problemsOf("smoke/sweep.yaml", value)).toEqual([]);
    expect(validate(value)).toBe(false);
    expect(validate(parse(text.replace("batch_size:", "epochs: 5\n      batch_size:")))).toBe(true);
  });

  it("agrees with the decoder on 200 mutated files, but for what it cannot tell", async () => {
    // a part of an experiment is only judged with the file that it extends
    const whole = shipped.filter((path) => !/^extends:/m.test(read(path)));
    const disagreements: Array<unknown> = [];
    let refused = 0;
    for (let number = 0; number < 200; number++) {
      const path = whole[number % whole.length]!;
      const { what, value } = mutated(parse(read(path)), number);
      const valid = validate(value);
      const problems = await problemsOf(path, value);
      refused += problems.length > 0 ? 1 : 0;
      const agree = valid ? problems.every(isBeyond) : problems.length > 0;
      if (!agree) disagreements.push({ path, what, valid, problems, errors: validate.errors?.slice(0, 3) });
    }
    expect(disagreements).toEqual([]);
    expect(refused).toBeGreaterThan(100);
  });

  it.each(beyondSchema)("cannot tell $rule: $because", async ({
    message,
    file = "smoke/sweep.yaml",
    example: [from, to],
  }) => {
    const text = read(file);
    expect(text).toContain(from);
    const value: unknown = parse(text.replace(from, to));
    expect(validate(value)).toBe(true);
    const problems = await problemsOf(file, value);
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) expect(problem).toMatch(message);
  });
});
