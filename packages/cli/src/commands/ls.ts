import { join } from "node:path";
import { Store } from "@attune/core";
import * as Command from "effect/cli/Command";
import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import { openStore } from "../openStore.ts";
import { duration } from "../progress/figures.ts";
import { shownPath } from "../readExperiment.ts";
import { storeFolder } from "../storeFolder.ts";
import { json, store } from "./options.ts";

export const ls = Command.make(
  "ls",
  { json, store },
  Effect.fn("cli.ls")(function* (options) {
    const folder = storeFolder(join(process.cwd(), "experiments"), Option.getOrUndefined(options.store));
    const runs = yield* Store.useSync((store) => store.runs()).pipe(Effect.provide(openStore(folder)));
    if (options.json) return console.log(JSON.stringify(runs));
    if (runs.length === 0) return console.log("nothing has run yet: attune sweep FILE, or attune run FILE");
    const width = Math.max(...runs.map(({ experiment }) => experiment.length));
    for (const { id, experiment, status, startedAt, endedAt, file } of runs) {
      const took = endedAt === null ? "" : duration(endedAt - startedAt);
      const at = new Date(startedAt).toISOString().slice(0, 16).replace("T", " ");
      console.log(
        `${String(id).padStart(4)}  ${at}  ${experiment.padEnd(width)}  ${status.padEnd(11)}  ${took.padStart(7)}  ${shownPath(file)}`,
      );
    }
  }),
).pipe(
  Command.withDescription("List the runs in the store, the newest first"),
  Command.withExamples([{ command: "attune ls", description: "All runs" }]),
);
