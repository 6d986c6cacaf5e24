import { resolve } from "node:path";
import { InvalidExperiment } from "@attune/core";
import * as Command from "effect/cli/Command";
import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import { lastReport } from "../lastReport.ts";
import { shownPath } from "../readExperiment.ts";
import { storeFolder } from "../storeFolder.ts";
import { writeReport } from "../writeReport.ts";
import { chosenFile, fileOptions, store } from "./options.ts";

export const report = Command.make(
  "report",
  { ...fileOptions, store },
  Effect.fn("cli.report")(function* (options) {
    const file = resolve(chosenFile(options));
    const folder = storeFolder(file, Option.getOrUndefined(options.store));
    const input = yield* lastReport(file, folder);
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
