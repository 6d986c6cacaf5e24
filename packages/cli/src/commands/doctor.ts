import { availableParallelism, totalmem } from "node:os";
import { join } from "node:path";
import { Store } from "@attune/core";
import { engines, openEngine } from "@attune/nn";
import * as Command from "effect/cli/Command";
import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import { openStore } from "../openStore.ts";
import { shownPath } from "../readExperiment.ts";
import { defaultWorkers } from "../session.ts";
import { storeFolder } from "../storeFolder.ts";
import { json, store } from "./options.ts";

interface Check {
  readonly what: string;
  readonly ok: boolean;
  readonly found: string;
}

const checkEngine = (name: string): Effect.Effect<Check> =>
  Effect.tryPromise(() => openEngine(name)).pipe(
    Effect.match({
      onSuccess: (): Check => ({ what: `engine ${name}`, ok: true, found: "loads" }),
      onFailure: ({ cause }): Check => ({ what: `engine ${name}`, ok: false, found: String(cause) }),
    }),
  );

export const doctor = Command.make(
  "doctor",
  { json, store },
  Effect.fn("cli.doctor")(function* (options) {
    const folder = storeFolder(join(process.cwd(), "experiments"), Option.getOrUndefined(options.store));
    const runs = yield* Store.useSync(({ runs }) => runs().length).pipe(
      Effect.provide(openStore(folder)),
      Effect.match({
        onSuccess: (count): Check => ({
          what: "store",
          ok: true,
          found: `${shownPath(folder)}, ${count} runs`,
        }),
        onFailure: (error): Check => ({ what: "store", ok: false, found: error.message }),
      }),
    );
    const gibibytes = Math.round(totalmem() / 1024 ** 3);
    const checks: ReadonlyArray<Check> = [
      { what: "node", ok: true, found: process.version },
      {
        what: "machine",
        ok: true,
        found: `${availableParallelism()} cores, ${gibibytes} GiB, ${defaultWorkers()} workers`,
      },
      runs,
      ...(yield* Effect.forEach(Object.keys(engines), checkEngine)),
    ];
    if (options.json) return console.log(JSON.stringify({ checks }));
    for (const { what, ok, found } of checks) console.log(`${ok ? "✓" : "✕"} ${what.padEnd(14)} ${found}`);
  }),
).pipe(
  Command.withDescription("Say what was found on this machine: Node, cores, store, engines"),
  Command.withExamples([{ command: "attune doctor", description: "Check this machine" }]),
);
