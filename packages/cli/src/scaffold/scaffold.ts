/** From a CSV file to the text of an experiment that runs on it. */
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, extname, join, relative, resolve } from "node:path";
import { InvalidExperiment, nearest } from "@attune/core";
import {
  DataConfig,
  type DataProblem,
  describeDataset,
  isDataProblem,
  readCsvTable,
  type Table,
} from "@attune/nn";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { figure } from "../progress/figures.ts";
import { shownPath } from "../readExperiment.ts";
import { workspaceFolder } from "../storeFolder.ts";
import { blanksOf, columnsOf, likelyTarget, rangeOf } from "./Column.ts";
import { leftOut, type Proposal, propose } from "./Proposal.ts";
import { proposalYaml } from "./proposalYaml.ts";

export interface Scaffold {
  readonly yaml: string;
  readonly target: string;
  readonly proposal: Proposal;
}

/** Fewer are too few to train, validate and test on. */
const LEAST_EXAMPLES = 20;

const refuse = (file: string, message: string, remedy?: string) =>
  new InvalidExperiment({
    problems: [{ file: shownPath(file), message, ...(remedy === undefined ? {} : { remedy }) }],
  });

const refuseData = (file: string, { problem, remedy }: DataProblem) => refuse(file, problem, remedy);

const readText = (csv: string): Effect.Effect<string, InvalidExperiment> =>
  Effect.try({
    try: () => readFileSync(csv, "utf8"),
    catch: (cause) => {
      const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
      return refuse(csv, code === "ENOENT" ? "there is no such file" : `cannot be read: ${String(cause)}`);
    },
  });

/** The sign that the header has most of. */
const delimiterOf = (text: string): string => {
  // a separator inside quotes separates nothing
  const header = text.slice(0, text.indexOf("\n") + 1 || undefined).replaceAll(/"[^"]*"/g, "");
  const count = (sign: string) => header.split(sign).length;
  return [",", ";", "\t"].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
};

const targetOf = (csv: string, { names }: Table, chosen: string | undefined) => {
  if (chosen === undefined) return Effect.succeed(likelyTarget(names));
  if (names.includes(chosen)) return Effect.succeed(chosen);
  const near = nearest(chosen, names);
  const remedy = near ? `did you mean "${near}"?` : `columns here: ${names.join(", ")}`;
  return Effect.fail(refuse(csv, `there is no column "${chosen}"`, remedy));
};

const fromFile = (out: string, path: string): string => {
  const way = relative(dirname(out), path).replaceAll("\\", "/");
  return way.startsWith(".") ? way : `./${way}`;
};

/** `docs/experiment.schema.json` of the workspace, where there is one. */
const schemaFor = (out: string): string | undefined => {
  const workspace = workspaceFolder(dirname(out));
  const schema = workspace && join(workspace, "docs", "experiment.schema.json");
  return schema && existsSync(schema) ? fromFile(out, schema) : undefined;
};

const nameOf = (csv: string): string =>
  basename(csv, extname(csv))
    .replaceAll(/[^A-Za-z0-9_.-]+/g, "_")
    .replace(/^[^A-Za-z0-9]+/, "") || "experiment";

const targetNote = (table: Table, target: string, proposal: Proposal): string => {
  if (proposal.task === "classification") return `${proposal.outputs} classes`;
  const [low, high] = rangeOf(table, target);
  const wide = Math.max(Math.abs(low), Math.abs(high)) > 100;
  return `${figure(low)} to ${figure(high)}${wide ? "; networks learn best with values around 1: scale it" : ""}`;
};

/** Proposes an experiment in `out` for the table in `csv`. */
export const scaffold = Effect.fn("scaffold")(function* (options: {
  readonly csv: string;
  readonly out: string;
  readonly target: string | undefined;
}): Effect.fn.Return<Scaffold, InvalidExperiment> {
  const csv = resolve(options.csv);
  const text = yield* readText(csv);
  const delimiter = delimiterOf(text);
  const read = (blanks: ReadonlyArray<string>) =>
    readCsvTable(shownPath(csv), text.replaceAll("\r\n", "\n"), delimiter, blanks);
  const cells = read([""]);
  if (isDataProblem(cells)) return yield* refuseData(csv, cells);
  const blanks = blanksOf(cells);
  const table = read(blanks);
  if (isDataProblem(table)) return yield* refuseData(csv, table);
  const target = yield* targetOf(csv, table, options.target);
  const columns = columnsOf(table);
  const exclude = leftOut(columns, target);
  const features = columns.filter(
    ({ name }) => name !== target && !exclude.some((column) => column.name === name),
  );
  if (features.length === 0) return yield* refuse(csv, `no column is left to predict ${target} from`);
  const missing = columns.some((column) => column.name === target && column.missing > 0)
    ? "drop_rows"
    : features.some((column) => column.missing > 0)
      ? "mean"
      : undefined;
  const path = fromFile(options.out, csv);
  const config = Schema.decodeUnknownSync(DataConfig)({
    uses: "csv",
    path,
    target,
    delimiter,
    ...(exclude.length === 0 ? {} : { features: { exclude: exclude.map(({ name }) => name) } }),
    ...(missing === undefined ? {} : { missing, blanks }),
  });
  const description = yield* Effect.promise(() => describeDataset(config, dirname(resolve(options.out))));
  if (isDataProblem(description)) return yield* refuseData(csv, description);
  const { examples } = description;
  if (examples < LEAST_EXAMPLES) {
    return yield* refuse(csv, `expected at least ${LEAST_EXAMPLES} examples, received ${examples}`);
  }
  const proposal = propose(description);
  const yaml = proposalYaml({
    name: nameOf(csv),
    schema: schemaFor(resolve(options.out)),
    path,
    delimiter,
    target,
    targetNote: targetNote(table, target, proposal),
    numbersAsClasses:
      proposal.task === "classification" && rangeOf(table, target)[0] < Number.POSITIVE_INFINITY,
    examples,
    exclude,
    text: features.filter(({ kind }) => kind === "text").map(({ name }) => name),
    blanks,
    missing,
    proposal,
  });
  return { yaml, target, proposal };
});
