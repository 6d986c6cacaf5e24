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

const { language } = makePlanner("wasm");
const schema = experimentSchema(language);
const validate = new Ajv2020({ strictSchema: true, strictTypes: false, strictRequired: false }).compile(
  schema,
);

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
  readonly message: RegExp;
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
      /there is no file|cannot be read|no such file|expected a column|cannot be loaded|the data has|: data\./,
    example: ["target: species", "target: colour"],
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

  it("agrees with the decoder on 200 mutated files, but for what it cannot tell", async () => {
    const disagreements: Array<unknown> = [];
    let refused = 0;
    for (let number = 0; number < Number(process.env.N ?? 200); number++) {
      const path = shipped[number % shipped.length]!;
      const { what, value } = mutated(parse(read(path)), number);
      const valid = validate(value);
      const problems = await problemsOf(path, value);
      refused += problems.length > 0 ? 1 : 0;
      const agree = valid ? problems.every(isBeyond) : problems.length > 0;
      if (!agree) disagreements.push({ path, what, valid, problems, errors: validate.errors?.slice(0, 3) });
    }
    for (const d of disagreements) console.log(JSON.stringify(d));
    expect(disagreements.length).toBe(0);
    expect(refused).toBeGreaterThan(100);
  });

  it.each(beyondSchema)("cannot tell $rule: $because", async ({ message, example: [from, to] }) => {
    const text = read("smoke/sweep.yaml");
    expect(text).toContain(from);
    const value: unknown = parse(text.replace(from, to));
    expect(validate(value)).toBe(true);
    const problems = await problemsOf("smoke/sweep.yaml", value);
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) expect(problem).toMatch(message);
  });
});
