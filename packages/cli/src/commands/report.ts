import { resolve } from "node:path";
import { InvalidExperiment, Store } from "@attune/core";
import * as Command from "effect/cli/Command";
import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import { openStore } from "../openStore.ts";
import { shownPath } from "../readExperiment.ts";
import { storeFolder } from "../storeFolder.ts";
import { type ReportInput, writeReport } from "../writeReport.ts";
import { chosenFile, fileOptions, store } from "./options.ts";

export const report = Command.make(
  "report",
  { ...fileOptions, store },
  Effect.fn("cli.report")(function* (options) {
    const file = resolve(chosenFile(options));
    const folder = storeFolder(file, Option.getOrUndefined(options.store));
    const input = yield* Effect.gen(function* () {
      const { lastSummary, artifacts } = yield* Store;
      const summary = lastSummary(file);
      if (summary === undefined || !artifacts.verify(summary)) return undefined;
      const parsed: ReportInput = JSON.parse(new TextDecoder().decode(artifacts.read(summary)));
      return parsed;
    }).pipe(Effect.provide(openStore(folder)));
    if (input === undefined) {
      const message = "no run of this file has ended in this store";
      return yield* new InvalidExperiment({
        problems: [{ file: shownPath(file), message, remedy: "run it first: attune sweep, or attune run" }],
      });
    }
    console.log(shownPath(yield* writeReport({ folder, name: input.input.name, input })));
  }),
).pipe(
  Command.withDescription("Write the report of the newest run of a file again, from what the store kept"),
  Command.withExamples([
    { command: "attune report experiments/digits/sweep.yaml", description: "The sweep's page" },
  ]),
);
