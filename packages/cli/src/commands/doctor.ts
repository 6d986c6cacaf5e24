import { availableParallelism, totalmem } from "node:os";
import { join } from "node:path";
import { Store } from "@attune/core";
import { type Engine, EngineUnavailable, engines, openChosenEngine, openEngine } from "@attune/nn";
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
  /** What was found, or why nothing was. */
  readonly found: string;
  /** More of what was found. */
  readonly about?: string;
  /** What to do about it. */
  readonly remedy?: string;
}

const missing = (cause: unknown): Omit<Check, "what"> =>
  cause instanceof EngineUnavailable
    ? { ok: false, found: cause.reason, remedy: cause.remedy }
    : { ok: false, found: cause instanceof Error ? cause.message : String(cause) };

/** What opening an engine comes to: its full name, and what else it has to tell. */
const checkEngine = (what: string, open: () => Promise<Engine>): Effect.Effect<Check> =>
  Effect.tryPromise(open).pipe(
    Effect.match({
      onSuccess: ({ name, about }): Check => ({
        what,
        ok: true,
        found: name,
        ...(about === "" ? {} : { about }),
      }),
      onFailure: ({ cause }): Check => ({ what, ...missing(cause) }),
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
      ...(yield* Effect.forEach(Object.keys(engines), (name) =>
        checkEngine(`engine ${name}`, () => openEngine(name)),
      )),
      yield* checkEngine("engine: auto", () => openChosenEngine("auto")),
    ];
    if (options.json) return console.log(JSON.stringify({ checks }));
    for (const { what, ok, found, about, remedy } of checks) {
      console.log(`${ok ? "✓" : "✕"} ${what.padEnd(18)} ${found}`);
      for (const more of [about, remedy]) if (more !== undefined) console.log(`${" ".repeat(21)}${more}`);
    }
  }),
).pipe(
  Command.withDescription("Say what was found on this machine: Node, cores, store, engines"),
  Command.withExamples([{ command: "attune doctor", description: "Check this machine" }]),
);
