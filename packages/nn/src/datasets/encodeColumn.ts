import type { DataProblem, Imputation } from "../Dataset.ts";
import { type Cell, cellProblem, distinctCells, numberIn, type Table } from "./Table.ts";
import type { TableSettings } from "./tableSettings.ts";

/** A column as features. */
export interface EncodedColumn {
  /** One a feature. */
  readonly names: ReadonlyArray<string>;
  /** Features of an example of the table; NaN where the value is missing. */
  readonly values: (example: number) => ReadonlyArray<number>;
  /** What fills a missing value; undefined where none is missing. */
  readonly fill: Imputation["by"] | undefined;
}

type Encoding = Omit<EncodedColumn, "fill">;

/** One-hot of more values is a mistake more often than not: names, dates, keys. */
const mostValues = 200;

const numbers = (name: string, cells: ReadonlyArray<Cell>): Encoding => ({
  names: [name],
  values: (example) => [numberIn(cells[example]) ?? Number.NaN],
});

const oneHot = (name: string, cells: ReadonlyArray<Cell>, values: ReadonlyArray<string>): Encoding => ({
  names: values.map((value) => `${name}=${value}`),
  values: (example) => {
    const cell = cells[example];
    return values.map((value) => (cell === undefined ? Number.NaN : value === String(cell) ? 1 : 0));
  },
});

const ordinal = (name: string, cells: ReadonlyArray<Cell>, values: ReadonlyArray<string>): Encoding => {
  const index = new Map(values.map((value, position) => [value, position]));
  return { names: [name], values: (example) => [index.get(String(cells[example])) ?? Number.NaN] };
};

/** The first cell of a column of numbers or of categories that is not what the settings allow. */
const wrongCell = (
  table: Table,
  cells: ReadonlyArray<Cell>,
  rows: ReadonlyArray<number>,
  name: string,
  isText: boolean,
  { categorical, missing }: TableSettings,
): DataProblem | undefined => {
  const expected = isText && categorical !== "refuse" ? "a value" : "a number";
  const problem = (row: number, remedy: string): DataProblem => ({
    problem: cellProblem(table.file, table.row(row), name, expected, cells[row]),
    path: ["path"],
    remedy,
  });
  const gap = rows.find((row) => cells[row] === undefined);
  if (gap !== undefined && missing === "refuse") {
    return problem(gap, "mend the cell, or choose missing: drop_rows, mean or most_frequent");
  }
  if (rows.every((row) => cells[row] === undefined)) {
    return { problem: `${table.file}, column ${name}: every value is missing`, path: ["path"] };
  }
  const text = rows.find((row) => cells[row] !== undefined && numberIn(cells[row]) === undefined);
  if (!isText && text !== undefined) {
    return problem(text, "mend the cell, leave the column out of features, or name it in categories");
  }
  if (isText && categorical === "refuse") {
    return problem(rows[0]!, "leave the column out, or choose categorical: one_hot or ordinal");
  }
  return undefined;
};

const categoriesOf = (
  table: Table,
  cells: ReadonlyArray<Cell>,
  rows: ReadonlyArray<number>,
  name: string,
  categorical: TableSettings["categorical"],
): Encoding | DataProblem => {
  const values = distinctCells(rows.map((row) => cells[row]));
  if (categorical === "ordinal") return ordinal(name, cells, values);
  if (values.length <= mostValues) return oneHot(name, cells, values);
  return {
    problem: `${table.file}, column ${name}: one_hot would make ${values.length} features of it, above ${mostValues}`,
    path: ["categorical"],
    remedy: `leave it out by features: { exclude: [${name}] }, or choose categorical: ordinal`,
  };
};

/** A column of text alone is categorical. A number among text is a mistake, unless `categories` names the column. */
export const encodeColumn = (
  table: Table,
  rows: ReadonlyArray<number>,
  name: string,
  settings: TableSettings,
): EncodedColumn | DataProblem => {
  const { categorical, categories, missing } = settings;
  const cells = table.cells(name);
  const known = rows.filter((row) => cells[row] !== undefined);
  const isText =
    categories?.includes(name) ||
    (known.length > 0 && known.every((row) => numberIn(cells[row]) === undefined));
  const wrong = wrongCell(table, cells, rows, name, isText, settings);
  if (wrong !== undefined) return wrong;
  const encoding = isText ? categoriesOf(table, cells, rows, name, categorical) : numbers(name, cells);
  if ("problem" in encoding) return encoding;
  const by = missing === "mean" && !isText ? "mean" : "most_frequent";
  return { ...encoding, fill: known.length < rows.length ? by : undefined };
};
