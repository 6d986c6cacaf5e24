import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as Schema from "effect/Schema";
import { afterAll, describe, expect, it } from "vitest";
import * as nn from "../src/index.ts";
import { minimalData } from "./minimalData.ts";

const directory = mkdtempSync(join(tmpdir(), "attune-csv-"));
afterAll(() => rmSync(directory, { recursive: true }));

const decode = Schema.decodeUnknownSync(nn.DataConfig, { errors: "all", onExcessProperty: "error" });
const csvOf = (text: string, settings: object = {}): nn.DataConfig => {
  writeFileSync(join(directory, "flowers.csv"), text);
  return decode({ uses: "csv", path: "flowers.csv", target: "kind", ...settings });
};
const load = (text: string, settings: object = {}) => nn.loadDataset(csvOf(text, settings), directory);
const problem = async (text: string, settings: object = {}): Promise<unknown> => {
  const described = await nn.describeDataset(csvOf(text, settings), directory);
  return nn.isDataProblem(described) ? described : undefined;
};

describe("DataConfig", () => {
  it("fills in defaults", () => {
    expect(decode({ uses: "mnist" })).toEqual({
      uses: "mnist",
      split: { train: 0.8, validation: 0.1, test: 0.1 },
      normalize: "none",
      fraction: 1,
    });
    expect(csvOf("")).toMatchObject({ uses: "csv", delimiter: "," });
  });

  it.each([
    { uses: "mnits" },
    { uses: "mnist", path: "x.csv" },
    { uses: "csv", target: "kind" },
    { uses: "mnist", normalise: "standard" },
    { uses: "mnist", fraction: 0 },
  ])("refuses %j", (written) => {
    expect(() => decode(written)).toThrow();
  });

  it.each(Object.keys(nn.datasets))("%s is an export, which enters the code digest", (uses) => {
    const config = decode({ uses, ...minimalData[uses] });
    const [row] = nn.dataRows(config);
    expect(nn).toHaveProperty(row!.name);
    const written = JSON.parse(JSON.stringify(Schema.encodeUnknownSync(nn.DataConfig)(config)));
    expect(decode(written)).toEqual(config);
  });

  it.each([
    [
      { uses: "mnits", path: "x" },
      'expected mnist, csv, parquet, idx, npy, npz, images or the path of a module, ./data/x.ts; received "mnits"\n  at ["uses"]',
    ],
    [{ uses: "toString" }, "expected mnist"],
    [{}, 'Missing key\n  at ["uses"]'],
    [{ uses: "csv", target: "kind" }, 'Missing key\n  at ["path"]'],
    [{ uses: "mnist", fraction: 2 }, 'at ["fraction"]'],
    [{ uses: "mnist", split: { folds: 5 } }, 'Missing key\n  at ["split"]["fold"]'],
    [
      { uses: "mnist", split: { folds: 5, fold: 5 } },
      'expected a fold from 0 to 4, received 5\n  at ["split"]["fold"]',
    ],
    [
      { uses: "mnist", split: { train: 1, validation: 1, test: 1, stratify: true, group: "a" } },
      'expected stratify or group, received both\n  at ["split"]["stratify"]',
    ],
    [{ uses: "./a.ts", width: 3 }, 'Unexpected key with value 3\n  at ["width"]'],
  ])("tells the mistake of %j and no other", (written, message) => {
    const decoded = Schema.decodeUnknownExit(nn.DataConfig, {
      errors: "all",
      onExcessProperty: "error",
      reportInput: true,
    })(written);
    const text = String(decoded);
    expect(text).toContain(message);
    expect(text.split("  at [").length).toBeLessThanOrEqual(2);
  });

  it("has a JSON Schema: one branch a kind, with its description", () => {
    const { schema } = Schema.toJsonSchemaDocument(nn.DataConfig, { onExcessProperty: "error" });
    const branches = schema.anyOf as ReadonlyArray<{
      readonly description?: string;
      readonly properties: { readonly uses: { readonly enum?: ReadonlyArray<string> } };
    }>; // the form that the lines below look at
    expect(branches.map(({ properties }) => properties.uses.enum?.[0])).toEqual([
      ...Object.keys(nn.datasets),
      undefined,
    ]);
    expect(branches.every(({ description }) => (description ?? "").length > 10)).toBe(true);
  });
});

describe("mnist", () => {
  const config = decode({ uses: "mnist" });

  it("holds the published counts, as bytes", async () => {
    const { features, featureShape, scale, target, examples } = await nn.loadDataset(config, directory);
    if (target.kind !== "classes") throw new Error("expected classes");
    const counts = target.names.map((_, digit) => target.labels.filter((label) => label === digit).length);
    expect(counts).toEqual([1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978]);
    expect(features).toBeInstanceOf(Uint8Array);
    expect([features.length, featureShape, scale, examples]).toEqual([
      7_840_000,
      [28, 28, 1],
      1 / 255,
      10_000,
    ]);
    expect([...features.subarray(127, 131)]).toEqual([51, 159, 253, 159]); // 0.2, 0.624, 0.992, 0.624 in the file
  });

  it("is described in well under half a second, without being parsed", async () => {
    const started = performance.now();
    const description = await nn.describeDataset(config, directory);
    expect(performance.now() - started).toBeLessThan(500);
    expect(description).toEqual({
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      examples: 10_000,
      featureShape: [28, 28, 1],
      target: { kind: "classes", count: 10 },
    });
  });
});

describe("csv", () => {
  const text = 'a,b,kind\n1,2.5,rose\n-3,4e1,"aster, blue"\n\n5,6,rose\n';

  it("reads features and sorts classes by name", async () => {
    const dataset = await load(text);
    expect(dataset).toMatchObject({ examples: 3, featureShape: [2], featureNames: ["a", "b"], scale: 1 });
    expect([...dataset.features]).toEqual([1, 2.5, -3, 40, 5, 6]);
    expect(dataset.target).toEqual({
      kind: "classes",
      labels: Int32Array.of(1, 0, 1),
      names: ["aster, blue", "rose"],
    });
  });

  it("has one digest whatever the line ends, another for another cell", async () => {
    const digest = async (of: string) => {
      const described = await nn.describeDataset(csvOf(of), directory);
      return nn.isDataProblem(described) ? described.problem : described.digest;
    };
    expect(await digest(text.replaceAll("\n", "\r\n"))).toBe(await digest(text));
    expect(await digest(text.replace("2.5", "2.6"))).not.toBe(await digest(text));
  });

  it("takes the columns and the delimiter it is told", async () => {
    const dataset = await load("a;b;kind\n1;x;r\n2;y;s\n", { features: ["a"], delimiter: ";" });
    expect([[...dataset.features], dataset.featureShape]).toEqual([[1, 2], [1]]);
  });

  it.each([
    ["few whole numbers are classes, in order of value", [10, 2, 10, 2], undefined, ["2", "10"]],
    ["many whole numbers are values", Array.from({ length: 60 }, (_, index) => index), undefined, undefined],
    ["other numbers are values", [0.5, 1, 0.5, 1], undefined, undefined],
    ["unless told otherwise", [0.5, 1, 0.5, 1], "classification", ["0.5", "1"]],
    ["or the other way", [10, 2, 10, 2], "regression", undefined],
  ])("%s", async (_, targets, task, names) => {
    const rows = targets.map((target) => `1,${target}`).join("\n");
    const { target } = await load(`a,kind\n${rows}\n`, task === undefined ? {} : { task });
    if (names === undefined)
      expect(target).toEqual({ kind: "values", values: Float32Array.from(targets), width: 1 });
    else expect(target).toMatchObject({ kind: "classes", names });
  });

  it.each([
    [
      "a short row",
      "a,b,kind\n1,2,r\n3,4\n",
      {},
      "flowers.csv, row 3: expected 3 cells as in the header, received 2; column kind is missing",
    ],
    [
      "a long row",
      "a,kind\n1,r,9\n",
      {},
      "flowers.csv, row 2: expected 2 cells as in the header, received 3; nothing is named above column 3",
    ],
    [
      "text in a feature",
      "a,kind\n1,r\n\nx1,r\n",
      {},
      'flowers.csv, row 4, column a: expected a number, received "x1"',
    ],
    [
      "an empty feature",
      "a,kind\n,r\n",
      {},
      "flowers.csv, row 2, column a: expected a number, received nothing",
    ],
    [
      "an empty target",
      "a,kind\n1,r\n2,\n",
      {},
      "flowers.csv, row 3, column kind: expected a target, received nothing",
    ],
    [
      "text in a regression",
      "a,kind\n1,2\n2,r\n",
      { task: "regression" },
      'flowers.csv, row 3, column kind: expected a number, received "r"',
    ],
    ["an empty file", "", {}, "flowers.csv: the file is empty"],
    ["a header alone", "a,kind\n", {}, "flowers.csv: expected rows below the header, received none"],
    [
      "two columns of one name",
      "a,a,kind\n1,2,r\n",
      {},
      "flowers.csv, row 1, column a: two columns have this name",
    ],
    [
      "a column without name",
      "a,,kind\n1,2,r\n",
      {},
      "flowers.csv, row 1, column 2: expected a column name, received nothing",
    ],
    [
      "the target as a feature",
      "a,kind\n1,r\n",
      { features: ["kind"] },
      "the target kind cannot be a feature",
    ],
    ["no feature", "kind\nr\n", {}, "flowers.csv: expected a column beside kind, received none"],
  ])("tells %s", async (_, of, settings, message) => {
    expect(await problem(of, settings)).toMatchObject({ problem: message });
    await expect(load(of, settings)).rejects.toThrow(message);
  });

  it("tells an open quote with its line", async () => {
    expect(await problem('a,kind\n1,"r\n')).toMatchObject({
      problem: expect.stringMatching(/flowers\.csv: .*line/),
      path: ["path"],
    });
  });

  it("tells a missing column with the nearest name", async () => {
    const columns = "flowers.csv: expected a column named";
    expect(await problem("a,b,Kinds\n1,2,r\n")).toEqual({
      problem: `${columns} kind, received a, b, Kinds`,
      path: ["target"],
      remedy: "did you mean Kinds?",
    });
    expect(await problem("width,kind\n1,r\n", { features: ["widht"] })).toEqual({
      problem: `${columns} widht, received width, kind`,
      path: ["features", 0],
      remedy: "did you mean width?",
    });
  });

  it("tells a missing file and where it was looked for", async () => {
    const config = decode({ uses: "csv", path: "none.csv", target: "kind" });
    expect(await nn.describeDataset(config, directory)).toEqual({
      problem: "none.csv: there is no such file",
      path: ["path"],
      remedy: `paths are relative to ${directory}`,
    });
  });
});
