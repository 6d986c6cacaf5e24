import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { isDataProblem } from "../Dataset.ts";
import { chooseColumns } from "./chooseColumns.ts";
import { digestOf, readDataFile } from "./dataFile.ts";
import { readCsvTable } from "./readCsvTable.ts";
import { readingKind } from "./readingKind.ts";
import { tableDataset } from "./tableDataset.ts";
import { tableSettings } from "./tableSettings.ts";

const config = Schema.Struct({
  path: Schema.NonEmptyString.annotate({
    description: "The file, relative to the experiment's. UTF-8, gzipped or not.",
  }),
  delimiter: Schema.NonEmptyString.annotate({
    description: "What stands between two cells.",
    default: ",",
  }).pipe(Schema.withDecodingDefaultKey(Effect.succeed(","))),
  blanks: Schema.Array(Schema.String)
    .annotate({ description: "Cells that stand for a missing value.", default: [""] })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed([""]))),
  ...tableSettings,
}).annotate({ description: "A CSV file with a header: one example a row." });

/** A table with a header and one target column. The digest is of the text; line ends do not matter. */
export const csv = readingKind(config, async (settings, directory, group) => {
  const { path, delimiter, blanks } = settings;
  const bytes = await readDataFile(path, directory, "path");
  if (isDataProblem(bytes)) return bytes;
  const text = new TextDecoder().decode(bytes).replaceAll("\r\n", "\n");
  const table = readCsvTable(path, text, delimiter, blanks);
  if (isDataProblem(table)) return table;
  const columns = chooseColumns(path, table.names, settings, group);
  if (isDataProblem(columns)) return columns;
  const dataset = tableDataset(table, columns, settings);
  return isDataProblem(dataset) ? dataset : { dataset, digest: digestOf(text) };
});
