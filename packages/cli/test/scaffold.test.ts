import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decodeExperiment } from "@attune/core";
import * as Effect from "effect/Effect";
import { describe, expect, it } from "vitest";
import { makePlanner } from "../src/language.ts";
import { scaffold } from "../src/scaffold/scaffold.ts";
import { temporaryFolder } from "./attune.ts";

const rows = (count: number, row: (i: number) => ReadonlyArray<string | number>): string =>
  Array.from({ length: count }, (_, i) => `${row(i).join(",")}\n`).join("");

/** What is proposed for a table; the text decodes as an experiment. */
const proposed = async (table: string, target?: string): Promise<string> => {
  const folder = temporaryFolder();
  const [csv, out] = [join(folder, "table.csv"), join(folder, "table.yaml")];
  writeFileSync(csv, table);
  const { yaml } = await Effect.runPromise(scaffold({ csv, out, target }));
  await Effect.runPromise(decodeExperiment(out, yaml, makePlanner().language));
  expect(existsSync(out)).toBe(false); // writing it is the command's business
  return yaml;
};

const refusal = async (table: string, target?: string): Promise<string> => {
  const csv = join(temporaryFolder(), "table.csv");
  if (table !== "") writeFileSync(csv, table);
  const error = await Effect.runPromise(
    Effect.flip(scaffold({ csv, out: join(csv, "../table.yaml"), target })),
  );
  return error.message;
};

describe("an experiment for a table", () => {
  it.each([
    [
      "text is classes",
      rows(60, (i) => [i, i % 2 ? "a" : "b"]),
      "b",
      ["task: classification\n", "units: 2 }"],
    ],
    [
      "few whole numbers are classes, and could be values",
      rows(60, (i) => [i * 1.5, i % 3]),
      undefined,
      ["task: classification # regression would take the numbers as values", "units: 3 }", "stratify: true"],
    ],
    [
      "numbers are values",
      rows(60, (i) => [i * 1.5, i / 7]),
      undefined,
      ["task: regression\n", "target: b # 0 to 8.429", "minimize: train.validation.loss"],
    ],
    [
      "large values are to be scaled",
      rows(60, (i) => [i * 1.5, i * 1000.5]),
      undefined,
      ["networks learn best with values around 1: scale it"],
    ],
    ["the target may be chosen", rows(60, (i) => [i % 2 ? "x" : "y", i / 7]), "a", ["target: a # 2 classes"]],
  ])("%s", async (_, body, target, expected) => {
    const yaml = await proposed(`a,b\n${body}`, target);
    for (const text of expected) expect(yaml).toContain(text);
  });

  it("a column by the target's usual name is the target, wherever it stands", async () => {
    expect(await proposed(`Label,a\n${rows(40, (i) => [i % 2 ? "x" : "z", i])}`)).toContain(
      "target: Label # 2 classes",
    );
  });

  it("leaves out what tells nothing, encodes text, fills gaps", async () => {
    const yaml = await proposed(
      `id,when,always,colour,size,species\n${rows(60, (i) => [i, `day ${i}`, 1, i % 3 ? "red" : "blue", i % 7 ? i / 3 : "NA", i % 2 ? "a" : "b"])}`,
    );
    expect(yaml).toContain("features: { exclude: [id, when, always] }");
    expect(yaml).toContain("categorical: one_hot # colour: one feature a value");
    expect(yaml).toContain('blanks: ["", NA]');
    expect(yaml).toContain("missing: mean #");
  });

  it("a target with gaps drops their rows; names that YAML would read otherwise are in quotes", async () => {
    const yaml = await proposed(`no,a b\n${rows(60, (i) => [i / 3, i % 6 ? (i % 2 ? "u" : "v") : ""])}`);
    expect(yaml).toContain("missing: drop_rows");
    expect(yaml).toContain('target: "a b" # 2 classes');
    const odd = await proposed(`"a\n# b",y\n${rows(60, (i) => [`w${i % 4}`, i % 2 ? "u" : "v"])}lone,rare\n`);
    expect(odd).toContain("categorical: one_hot # a # b: one feature a value");
    expect(odd).toContain('target: "y" # 3 classes');
  });

  it("grows with the data", async () => {
    const small = await proposed(`a,b\n${rows(100, (i) => [i, i % 2])}`);
    const large = await proposed(`a,b\n${rows(3000, (i) => [i, i % 2])}`);
    expect(small.split("activation: relu").length - 1).toBe(1);
    expect(large.split("activation: relu").length - 1).toBe(2);
    expect([small, large].map((yaml) => /batch_size: (\d+)/.exec(yaml)?.[1])).toEqual(["16", "64"]);
  });

  it("is refused with a sentence where there is nothing to make of the table", async () => {
    expect(await refusal("")).toContain("there is no such file");
    expect(await refusal(`y\n${rows(30, (i) => [i])}`)).toContain("no column is left to predict y from");
    expect(await refusal(`a,b\n${rows(5, (i) => [i, i])}`)).toContain("at least 20 examples, received 5");
    expect(await refusal("a,b\n1,2\n3\n")).toContain("row 3: expected 2 cells as in the header, received 1");
    expect(await refusal("a,a\n1,2\n")).toContain("two columns have this name");
    expect(await refusal(`a,bb\n${rows(30, (i) => [i, i])}`, "bbb")).toContain(
      'there is no column "bbb"\n  did you mean "bb"?',
    );
  });
});
