/** Columns of csv and parquet: which are used, how text and missing values become numbers. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as Schema from "effect/Schema";
import { afterAll, describe, expect, it } from "vitest";
import * as nn from "../src/index.ts";

const directory = mkdtempSync(join(tmpdir(), "attune-tables-"));
afterAll(() => rmSync(directory, { recursive: true }));
const fixtures = join(import.meta.dirname, "fixtures/data");

const decode = Schema.decodeUnknownSync(nn.DataConfig, { errors: "all", onExcessProperty: "error" });
const people = `age,colour,code,kind
30,red,10,a
,blue,9,b
50,,10,a
41,red,9,b
`;
const csv = (settings: object = {}, text = people) => {
  writeFileSync(join(directory, "people.csv"), text);
  return decode({ uses: "csv", path: "people.csv", target: "kind", ...settings });
};
const load = (settings: object, text?: string) => nn.loadDataset(csv(settings, text), directory);
const problem = async (settings: object, text?: string) => {
  const described = await nn.describeDataset(csv(settings, text), directory);
  return nn.isDataProblem(described) ? described : undefined;
};
/** Rows of features, NaN where the value is missing. */
const rowsOf = ({ features, examples }: nn.Dataset): ReadonlyArray<ReadonlyArray<number>> => {
  const width = features.length / examples;
  return Array.from({ length: examples }, (_, row) => [...features.subarray(row * width, (row + 1) * width)]);
};

describe("features", () => {
  it("are all others, those named, or all but those excluded", async () => {
    const whole = { missing: "drop_rows" };
    expect((await load({ ...whole })).featureNames).toEqual(["age", "colour=red", "code"]);
    expect((await load({ features: ["code"] })).featureNames).toEqual(["code"]);
    const excluded = await load({ features: { exclude: ["colour", "age"] } });
    expect(excluded.featureNames).toEqual(["code"]);
    expect(excluded.examples).toBe(4);
  });

  it.each([
    [{ features: { exclude: ["colr"] } }, ["features", "exclude", 0], "did you mean colour?"],
    [{ categories: ["cod"] }, ["categories", 0], "did you mean code?"],
    [{ split: { train: 1, validation: 1, test: 0, group: "cod" } }, ["split", "group"], "did you mean code?"],
  ])("tells a column of %j that is not there", async (settings, path, remedy) => {
    expect(await problem(settings)).toMatchObject({ path, remedy });
  });

  it.each([
    [{ features: ["age", "kind"] }, "the target kind cannot be a feature", ["features", 1]],
    [{ features: ["age", "age"] }, "the feature age is named twice", ["features", 1]],
    [{ features: ["age"], categories: ["code"] }, "code is no feature", ["categories", 0]],
    [
      { features: ["code"], split: { train: 1, validation: 1, test: 0, group: "code" } },
      "the group column code cannot be a feature",
      ["features", 0],
    ],
    [
      { features: { exclude: ["age", "colour", "code"] } },
      "people.csv: expected a column beside kind, received none",
      ["path"],
    ],
  ])("refuses %j", async (settings, text, path) => {
    expect(await problem(settings)).toMatchObject({ problem: text, path });
  });
});

describe("categorical", () => {
  const text = "colour,code,kind\nred,10,a\nblue,9,b\nred,10,a\n";

  it("one_hot: a feature a value, sorted", async () => {
    const dataset = await load({}, text);
    expect(dataset.featureNames).toEqual(["colour=blue", "colour=red", "code"]);
    expect(rowsOf(dataset)).toEqual([
      [0, 1, 10],
      [1, 0, 9],
      [0, 1, 10],
    ]);
  });

  it("ordinal: the place among the sorted values, of numbers by value", async () => {
    const dataset = await load({ categorical: "ordinal", categories: ["code"] }, text);
    expect(dataset.featureNames).toEqual(["colour", "code"]);
    expect(rowsOf(dataset)).toEqual([
      [1, 1],
      [0, 0],
      [1, 1],
    ]);
  });

  it.each([
    [{ categorical: "refuse" }, text, 'people.csv, row 2, column colour: expected a number, received "red"'],
    [{}, "a,kind\n1,x\nseven,x\n", 'people.csv, row 3, column a: expected a number, received "seven"'],
    [{}, "a,kind\nseven,x\n1,x\n", 'people.csv, row 2, column a: expected a number, received "seven"'],
  ])("%j refuses %j", async (settings, of, message) => {
    expect(await problem(settings, of)).toMatchObject({ problem: message, path: ["path"] });
  });

  it("numbers among text are one more value where the column is named", async () => {
    const { featureNames } = await load({ categories: ["a"] }, "a,kind\nseven,x\n1,x\n");
    expect(featureNames).toEqual(["a=1", "a=seven"]);
  });

  it("one_hot refuses a column of names", async () => {
    const names = Array.from({ length: 201 }, (_, row) => `name${row},${row % 2 ? "x" : "y"}`);
    const of = `name,kind\n${names.join("\n")}\n`;
    expect(await problem({}, of)).toMatchObject({
      problem: "people.csv, column name: one_hot would make 201 features of it, above 200",
      path: ["categorical"],
    });
    expect((await load({ categorical: "ordinal" }, of)).featureShape).toEqual([1]);
  });
});

describe("missing values", () => {
  it("are refused if nothing is said", async () => {
    expect(await problem({})).toEqual({
      problem: "people.csv, row 3, column age: expected a number, received nothing",
      path: ["path"],
      remedy: "mend the cell, or choose missing: drop_rows, mean or most_frequent",
    });
    expect(await problem({ features: ["colour"] })).toMatchObject({
      problem: "people.csv, row 4, column colour: expected a value, received nothing",
    });
  });

  it("drop_rows leaves out a row with one in a column that is used", async () => {
    expect(rowsOf(await load({ missing: "drop_rows" }))).toEqual([
      [30, 1, 10],
      [41, 1, 9],
    ]);
    expect((await load({ missing: "drop_rows", features: ["age"] })).examples).toBe(3);
    expect(await problem({ missing: "drop_rows" }, "a,kind\n,x\n1,\n")).toMatchObject({
      problem: "people.csv: every row has a missing value",
      path: ["missing"],
    });
  });

  it("mean and most_frequent leave NaN, to be filled from the training examples", async () => {
    const dataset = await load({ missing: "mean" });
    expect(dataset.imputations).toEqual([
      { name: "age", start: 0, width: 1, by: "mean" },
      { name: "colour", start: 1, width: 2, by: "most_frequent" },
    ]);
    expect(rowsOf(dataset)[1]).toEqual([Number.NaN, 1, 0, 9]);
    expect(rowsOf(dataset)[2]).toEqual([50, Number.NaN, Number.NaN, 10]);
    expect((await load({ missing: "most_frequent" })).imputations?.map(({ by }) => by)).toEqual([
      "most_frequent",
      "most_frequent",
    ]);
  });

  it("a target is never filled", async () => {
    expect(await problem({ missing: "mean" }, "a,kind\n1,x\n2,\n")).toMatchObject({
      problem: "people.csv, row 3, column kind: expected a target, received nothing",
      remedy: "a target is never made up: mend the cell, or use missing: drop_rows",
    });
  });

  it("blanks say what stands for one", async () => {
    const of = "a,kind\n1,x\n?,y\nNA,x\n";
    expect(await problem({}, of)).toMatchObject({ problem: expect.stringContaining('received "?"') });
    expect((await load({ blanks: ["?", "NA"], missing: "mean" }, of)).imputations).toHaveLength(1);
  });

  it("a column with nothing else is a problem", async () => {
    expect(await problem({ missing: "mean" }, "a,b,kind\n,1,x\n,2,x\n")).toMatchObject({
      problem: "people.csv, column a: every value is missing",
    });
  });

  it("are filled with figures of the training slice alone", async () => {
    const numbers = Array.from({ length: 60 }, (_, row) => `${row % 7 === 3 ? "" : row},${row % 2},x${row}`);
    const dataset = await load(
      { missing: "mean", features: ["a"], target: "y" },
      `a,y,kind\n${numbers.join("\n")}\n`,
    );
    const split = { train: 40, validation: 10, test: 10 };
    const prepared = nn.prepare(dataset, { split, normalize: "none", fraction: 1 }, 5);
    if (nn.isDataProblem(prepared)) throw new Error(prepared.problem);
    const known = [...prepared.train.inputs].filter(Number.isInteger); // the mean of these is not whole
    const mean = Math.fround(known.reduce((sum, value) => sum + value, 0) / known.length);
    expect(Number.isInteger(mean)).toBe(false);
    const filled = [prepared.train, prepared.validation, prepared.test].flatMap(({ inputs }) =>
      [...inputs].filter((value) => !Number.isInteger(value)),
    );
    expect(filled).toEqual(Array.from({ length: 9 }, () => mean));
  });

  it("most_frequent fills a one-hot column as a whole; of equals the smallest", () => {
    const features = Float32Array.of(0, 1, 1, 0, 0, 1, Number.NaN, Number.NaN, 1, 0, Number.NaN, Number.NaN);
    const dataset: nn.Dataset = {
      examples: 6,
      featureShape: [2],
      features,
      scale: 1,
      target: { kind: "values", values: new Float32Array(6), width: 1 },
      imputations: [{ name: "colour", start: 0, width: 2, by: "most_frequent" }],
    };
    const split = { train: 4, validation: 1, test: 1 };
    for (const seed of [1, 2, 3, 4, 5]) {
      const prepared = nn.prepare(dataset, { split, normalize: "none", fraction: 1 }, seed);
      if (nn.isDataProblem(prepared)) throw new Error(prepared.problem);
      for (const { inputs } of Object.values(prepared)) {
        for (let at = 0; at < inputs.length; at += 2) expect(inputs[at]! + inputs[at + 1]!).toBe(1);
      }
    }
  });

  it("a training slice without a value is a problem that names the column", () => {
    const dataset: nn.Dataset = {
      examples: 3,
      featureShape: [1],
      features: Float32Array.of(Number.NaN, Number.NaN, Number.NaN),
      scale: 1,
      target: { kind: "values", values: new Float32Array(3), width: 1 },
      imputations: [{ name: "age", start: 0, width: 1, by: "mean" }],
    };
    const split = { train: 1, validation: 1, test: 1 };
    expect(nn.prepare(dataset, { split, normalize: "none", fraction: 1 }, 1)).toMatchObject({
      problem: "column age has no value in the 1 training examples to fill others from",
      path: ["missing"],
    });
  });
});

describe("groups", () => {
  const split = { train: 0.5, validation: 0.25, test: 0.25, group: "code" };
  it("are told by the column, which is no feature", async () => {
    const config = csv({ split, missing: "mean" });
    const { groups, featureNames } = await nn.loadDataset(config, directory);
    expect([groups, featureNames]).toEqual([Int32Array.of(1, 0, 1, 0), ["age", "colour=blue", "colour=red"]]);
    expect(await nn.describeDataset(config, directory)).toMatchObject({ groupSizes: [2, 2] });
  });

  it("a data set without columns has none", async () => {
    expect(await nn.describeDataset(decode({ uses: "mnist", split }), directory)).toEqual({
      problem: "this data set has no column code to group by: csv and parquet have columns",
      path: ["split", "group"],
    });
  });
});

/** Written by pyarrow: six people, with a null, a NaN, a boolean and a timestamp. */
describe("parquet", () => {
  const parquet = (settings: object = {}, path = "people_snappy.parquet") =>
    decode({
      uses: "parquet",
      path,
      target: "kind",
      features: { exclude: ["when", "patient"] },
      missing: "drop_rows",
      ...settings,
    });

  it.each(["people_snappy.parquet", "people_zstd.parquet", "people_none.parquet"])("%s", async (path) => {
    const dataset = await nn.loadDataset(parquet({}, path), fixtures);
    expect(dataset.featureNames).toEqual(["age", "colour=blue", "colour=red", "member", "height"]);
    expect(rowsOf(dataset)).toEqual([
      [30, 0, 1, 1, 1.5],
      [41, 0, 1, 1, 1.25],
      [22, 1, 0, 0, 3.5],
      [67, 0, 1, 1, 0.5],
    ]);
    expect(dataset.target).toMatchObject({ labels: Int32Array.of(0, 1, 0, 1), names: ["a", "b"] });
  });

  it("groups by a column", async () => {
    const config = parquet({
      missing: "mean",
      split: { train: 2, validation: 2, test: 2, group: "patient" },
    });
    expect(await nn.describeDataset(config, fixtures)).toMatchObject({ examples: 6, groupSizes: [2, 2, 2] });
  });

  it.each([
    [{ missing: "refuse" }, "people_snappy.parquet, row 2, column age: expected a number, received nothing"],
    [
      { missing: "refuse", features: ["height"] },
      "people_snappy.parquet, row 3, column height: expected a number, received nothing",
    ],
    [
      { features: ["when"] },
      'people_snappy.parquet, row 1, column when: expected a number of up to 53 bits, a text or a boolean, received "a date"',
    ],
    [
      { target: "knd" },
      "people_snappy.parquet: expected a column named knd, received age, colour, member, height, when, kind, patient",
    ],
  ])("tells %j", async (settings, message) => {
    expect(await nn.describeDataset(parquet(settings), fixtures)).toMatchObject({ problem: message });
    await expect(nn.loadDataset(parquet(settings), fixtures)).rejects.toThrow(message);
  });

  it("tells a file that is none", async () => {
    expect(await nn.describeDataset(parquet({}, "f8.npy"), fixtures)).toMatchObject({
      problem: expect.stringMatching(/^f8\.npy: expected a Parquet file: /),
      path: ["path"],
    });
  });
});
