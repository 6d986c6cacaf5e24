import * as Schema from "effect/Schema";
import { isDataProblem } from "../Dataset.ts";
import { chooseColumns } from "./chooseColumns.ts";
import { digestOf, readDataFile } from "./dataFile.ts";
import { readingKind } from "./readingKind.ts";
import { openParquet, readParquetTable } from "./readParquetTable.ts";
import { tableDataset } from "./tableDataset.ts";
import { tableSettings } from "./tableSettings.ts";

const config = Schema.Struct({
  path: Schema.NonEmptyString.annotate({ description: "The file, relative to the experiment's." }),
  ...tableSettings,
}).annotate({ description: "A Parquet file: one example a row. Null and NaN are missing values." });

/** Reads the columns that are used alone. The digest is of the file. */
export const parquet = readingKind(config, async (settings, directory, group) => {
  const bytes = await readDataFile(settings.path, directory, "path");
  if (isDataProblem(bytes)) return bytes;
  const file = openParquet(settings.path, bytes);
  if (isDataProblem(file)) return file;
  const columns = chooseColumns(settings.path, file.names, settings, group);
  if (isDataProblem(columns)) return columns;
  const { features, target } = columns;
  const table = await readParquetTable(file, [...features, target, ...(group === undefined ? [] : [group])]);
  if (isDataProblem(table)) return table;
  const dataset = tableDataset(table, columns, settings);
  return isDataProblem(dataset) ? dataset : { dataset, digest: digestOf(bytes) };
});
