import { type DataProblem, type Dataset, type Imputation, isDataProblem } from "../Dataset.ts";
import type { Columns } from "./chooseColumns.ts";
import { type EncodedColumn, encodeColumn } from "./encodeColumn.ts";
import { classesOf, readTarget } from "./readTarget.ts";
import { cellProblem, type Table } from "./Table.ts";
import type { TableSettings } from "./tableSettings.ts";

/** Examples that are used: all, or those without a missing value. */
const rowsOf = (
  table: Table,
  { features, target, group }: Columns,
  missing: TableSettings["missing"],
): ReadonlyArray<number> => {
  const rows = Array.from({ length: table.examples }, (_, row) => row);
  if (missing !== "drop_rows") return rows;
  const used = [...features, target, ...(group === undefined ? [] : [group])].map(table.cells);
  return rows.filter((row) => used.every((cells) => cells[row] !== undefined));
};

const featuresOf = (encoded: ReadonlyArray<EncodedColumn>, rows: ReadonlyArray<number>): Float32Array => {
  const width = encoded.reduce((sum, { names }) => sum + names.length, 0);
  const features = new Float32Array(rows.length * width);
  let at = 0;
  for (const row of rows) {
    for (const { values } of encoded) {
      for (const value of values(row)) features[at++] = value;
    }
  }
  return features;
};

const imputationsOf = (
  columns: ReadonlyArray<string>,
  encoded: ReadonlyArray<EncodedColumn>,
): ReadonlyArray<Imputation> => {
  let start = 0;
  return encoded.flatMap(({ names, fill }, index) => {
    const at = start;
    start += names.length;
    return fill === undefined ? [] : [{ name: columns[index]!, start: at, width: names.length, by: fill }];
  });
};

const groupsOf = (
  table: Table,
  rows: ReadonlyArray<number>,
  column: string,
): { readonly groups: Int32Array } | DataProblem => {
  const all = table.cells(column);
  const cells = rows.map((row) => all[row]);
  const gap = cells.indexOf(undefined);
  if (gap >= 0) {
    const problem = cellProblem(table.file, table.row(rows[gap]!), column, "a group", undefined);
    return { problem, path: ["split", "group"] };
  }
  return { groups: classesOf(cells).labels };
};

/** The examples of a table: features from its columns, one target, perhaps groups. */
export const tableDataset = (
  table: Table,
  columns: Columns,
  settings: TableSettings,
): Dataset | DataProblem => {
  const rows = rowsOf(table, columns, settings.missing);
  if (rows.length === 0) {
    return { problem: `${table.file}: every row has a missing value`, path: ["missing"] };
  }
  const encoded: Array<EncodedColumn> = [];
  for (const name of columns.features) {
    const column = encodeColumn(table, rows, name, settings);
    if (isDataProblem(column)) return column;
    encoded.push(column);
  }
  const target = readTarget(table, rows, columns.target, settings.task);
  if (isDataProblem(target)) return target;
  const groups = columns.group === undefined ? {} : groupsOf(table, rows, columns.group);
  if (isDataProblem(groups)) return groups;
  const featureNames = encoded.flatMap(({ names }) => names);
  const imputations = imputationsOf(columns.features, encoded);
  return {
    examples: rows.length,
    featureShape: [featureNames.length],
    features: featuresOf(encoded, rows),
    scale: 1,
    featureNames,
    target,
    ...groups,
    ...(imputations.length === 0 ? {} : { imputations }),
  };
};
