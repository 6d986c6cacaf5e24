import { join } from "node:path";
import { type RunRow, Store } from "@attune/core";
import * as Command from "effect/cli/Command";
import * as Flag from "effect/cli/Flag";
import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import { type Condition, meets, parseConditions, unknownMetric } from "../Condition.ts";
import { openStore } from "../openStore.ts";
import { duration, figure } from "../progress/figures.ts";
import { shownPath } from "../readExperiment.ts";
import { storeFolder } from "../storeFolder.ts";
import { alignColumns } from "../terminal/alignColumns.ts";
import { type Span, type Style, span } from "../terminal/Line.ts";
import { printLines } from "../terminal/printLines.ts";
import { json, store } from "./options.ts";

const tag = Flag.String("tag").pipe(
  Flag.withDescription("Only runs that have this tag; given several times, all of them"),
  Flag.atLeast(0),
);
const status = Flag.Literals("status", ["running", "succeeded", "failed", "interrupted", "killed"]).pipe(
  Flag.withDescription("Only runs that ended so"),
  Flag.optional,
);
const where = Flag.String("where").pipe(
  Flag.withDescription("Only runs whose metrics meet this, as in 'train.validation.accuracy > 0.9 and …'"),
  Flag.optional,
);

const styles: Readonly<Record<string, Style>> = {
  succeeded: "good",
  failed: "bad",
  killed: "bad",
  interrupted: "warning",
};

/** Metrics that were asked for; of a run without a question, those that end a comparison soonest. */
const shownMetrics = ({ metrics }: RunRow, conditions: ReadonlyArray<Condition>): string => {
  const asked = [...new Set(conditions.map(({ metric }) => metric))];
  const headline = Object.keys(metrics).filter((name) => /\.(validation|test)\.(accuracy|r2)$/.test(name));
  const losses = Object.keys(metrics).filter((name) => /\.(validation|test)\.loss$/.test(name));
  const names = asked.length > 0 ? asked : headline.length > 0 ? headline : losses;
  return names.map((name) => `${name} ${figure(metrics[name] ?? Number.NaN)}`).join("  ");
};

const cells = (run: RunRow, conditions: ReadonlyArray<Condition>): ReadonlyArray<Span> => [
  span(String(run.id)),
  span(new Date(run.startedAt).toISOString().slice(0, 16).replace("T", " ")),
  span(run.experiment),
  span(run.status, styles[run.status]),
  span(run.endedAt === null ? "" : duration(run.endedAt - run.startedAt)),
  span(run.tags.join(", ")),
  span(shownMetrics(run, conditions)),
  span(shownPath(run.file)),
  span(run.note ?? "", "quiet"),
];

const columns = [
  { title: "run", right: true },
  { title: "started (UTC)" },
  { title: "experiment" },
  { title: "status" },
  { title: "took", right: true },
  { title: "tags" },
  { title: "metrics" },
  { title: "file" },
  { title: "note" },
];

export const ls = Command.make(
  "ls",
  { json, store, tag, status, where },
  Effect.fn("cli.ls")(function* (options) {
    const text = Option.getOrUndefined(options.where);
    const conditions = text === undefined ? [] : yield* Effect.fromResult(parseConditions(text));
    const folder = storeFolder(join(process.cwd(), "experiments"), Option.getOrUndefined(options.store));
    const runs = yield* Store.useSync((store) => store.runs()).pipe(Effect.provide(openStore(folder)));
    const unknown = text === undefined ? undefined : unknownMetric(text, conditions, runs);
    if (unknown) return yield* unknown;
    const status = Option.getOrUndefined(options.status);
    const found = runs.filter(
      (run) =>
        options.tag.every((wanted) => run.tags.includes(wanted)) &&
        (status === undefined || run.status === status) &&
        meets(run.metrics, conditions),
    );
    if (options.json) return console.log(JSON.stringify(found));
    if (runs.length === 0) return console.log("nothing has run yet: attune sweep FILE, or attune run FILE");
    if (found.length === 0) return console.log(`none of ${runs.length} runs is like that`);
    printLines(
      alignColumns(
        columns,
        found.map((run) => cells(run, conditions)),
      ),
    );
  }),
).pipe(
  Command.withDescription("List the runs in the store, the newest first"),
  Command.withExamples([
    { command: "attune ls", description: "All runs" },
    {
      command: "attune ls --tag paper --where 'train.validation.accuracy > 0.9'",
      description: "Runs by their tags and metrics",
    },
  ]),
);
