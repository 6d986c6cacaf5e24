import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { type DataProblem, type Dataset, type DatasetKind, isDataProblem } from "../Dataset.ts";
import { nearestName } from "../nearestName.ts";
import { type CsvTable, cellProblem, readCsvTable } from "./CsvTable.ts";
import { csvTarget, numberIn } from "./csvTarget.ts";

const config = Schema.Struct({
  path: Schema.NonEmptyString.annotate({ description: "The file, relative to the experiment's. UTF-8." }),
  target: Schema.NonEmptyString.annotate({ description: "Name of the column to predict." }),
  delimiter: Schema.NonEmptyString.annotate({
    description: "What stands between two cells.",
    default: ",",
  }).pipe(Schema.withDecodingDefaultKey(Effect.succeed(","))),
  features: Schema.optionalKey(
    Schema.Array(Schema.String)
      .check(Schema.isMinLength(1))
      .annotate({ description: "Names of the columns to predict from; all others if not given." }),
  ),
  task: Schema.optionalKey(
    Schema.Literals(["classification", "regression"]).annotate({
      description:
        "What the target is; if not given, classification for text or whole numbers with at most 20 different values.",
    }),
  ),
}).annotate({ description: "A CSV file with a header: one example a row." });
type Settings = typeof config.Type;

const unknownColumn = (table: CsvTable, name: string, path: DataProblem["path"]): DataProblem => ({
  problem: `${table.file}: expected a column named ${name}, received ${table.header.join(", ")}`,
  path,
  remedy: `did you mean ${nearestName(name, table.header)}?`,
});

/** [rows, columns], or the first cell that is no number. */
const featuresIn = (table: CsvTable, columns: ReadonlyArray<number>): Float32Array | DataProblem => {
  const features = new Float32Array(table.rows.length * columns.length);
  let at = 0;
  for (const { line, cells } of table.rows) {
    for (const column of columns) {
      const value = numberIn(cells[column]!);
      if (value === undefined) {
        return {
          problem: cellProblem(table, line, column, "a number", cells[column]!),
          path: ["path"],
          remedy: "mend the cell, remove the row, or name the columns to use in features",
        };
      }
      features[at++] = value;
    }
  }
  return features;
};

const datasetFrom = (table: CsvTable, settings: Settings): Dataset | DataProblem => {
  const { header, rows } = table;
  const targetColumn = header.indexOf(settings.target);
  if (targetColumn < 0) return unknownColumn(table, settings.target, ["target"]);
  const featureNames = settings.features ?? header.filter((name) => name !== settings.target);
  for (const [index, name] of featureNames.entries()) {
    if (!header.includes(name)) return unknownColumn(table, name, ["features", index]);
    if (name === settings.target) {
      return { problem: `the target ${name} cannot be a feature`, path: ["features", index] };
    }
  }
  if (featureNames.length === 0) {
    return {
      problem: `${table.file}: expected a column beside ${settings.target}, received none`,
      path: ["path"],
    };
  }
  const columns = featureNames.map((name) => header.indexOf(name));
  const features = featuresIn(table, columns);
  if (isDataProblem(features)) return features;
  const target = csvTarget(table, targetColumn, settings.task);
  if (isDataProblem(target)) return target;
  return { examples: rows.length, featureShape: [columns.length], features, scale: 1, featureNames, target };
};

const readText = async (settings: Settings, directory: string): Promise<string | DataProblem> => {
  try {
    return (await readFile(resolve(directory, settings.path), "utf8")).replaceAll("\r\n", "\n");
  } catch (error) {
    const reason =
      error instanceof Error && "code" in error && error.code === "ENOENT" ? "there is no such file" : error;
    return {
      problem: `${settings.path}: ${reason}`,
      path: ["path"],
      remedy: `paths are relative to ${directory}`,
    };
  }
};

const datasetOf = (text: string, settings: Settings): Dataset | DataProblem => {
  const table = readCsvTable(settings.path, text, settings.delimiter);
  return isDataProblem(table) ? table : datasetFrom(table, settings);
};

/**
 * A table with a header, numbers as features and one target column. Classes are sorted by name (by value if all are
 * numbers), so the order of the rows does not matter. A problem names file, row and column.
 */
export const csv: DatasetKind<Settings> & { readonly config: typeof config } = {
  config,
  async describe(settings, directory) {
    const text = await readText(settings, directory);
    if (typeof text !== "string") return text;
    const dataset = datasetOf(text, settings);
    if (isDataProblem(dataset)) return dataset;
    const { examples, featureShape, target } = dataset;
    return {
      digest: createHash("sha256").update(text).digest("hex"),
      examples,
      featureShape,
      target:
        target.kind === "classes"
          ? { kind: "classes", count: target.names.length }
          : { kind: "values", width: target.width },
    };
  },
  async load(settings, directory) {
    const text = await readText(settings, directory);
    const dataset = typeof text === "string" ? datasetOf(text, settings) : text;
    if (isDataProblem(dataset)) throw new Error(dataset.problem);
    return dataset;
  },
};
