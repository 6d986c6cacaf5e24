import { join } from "node:path";
import { Store } from "@attune/core";
import * as Argument from "effect/cli/Argument";
import * as Command from "effect/cli/Command";
import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import { compareSides } from "../compareSides.ts";
import { comparisonLines } from "../comparisonLines.ts";
import { makePlanner } from "../language.ts";
import { openStore } from "../openStore.ts";
import { sideOf } from "../Side.ts";
import { storeFolder } from "../storeFolder.ts";
import { printLines } from "../terminal/printLines.ts";
import { engine, json, overridesOf, store } from "./options.ts";

const side = (name: string) =>
  Argument.String(name).pipe(Argument.withDescription("A run's number, as in attune ls, or a file"));

export const diff = Command.make(
  "diff",
  { a: side("a"), b: side("b"), json, store, engine },
  Effect.fn("cli.diff")(function* (options) {
    const planner = makePlanner();
    const overrides = overridesOf(options);
    const folder = storeFolder(join(process.cwd(), "experiments"), Option.getOrUndefined(options.store));
    const { a, b, comparison } = yield* Effect.gen(function* () {
      const a = yield* sideOf(options.a, planner, overrides);
      const b = yield* sideOf(options.b, planner, overrides);
      const { epochs } = yield* Store;
      return { a, b, comparison: compareSides(a, b, epochs) };
    }).pipe(Effect.provide(openStore(folder)));
    if (options.json) console.log(JSON.stringify({ a: a.label, b: b.label, ...comparison }));
    else printLines(comparisonLines(a, b, comparison));
  }),
).pipe(
  Command.withDescription("Compare two runs, or a run with a file: settings, code, data, metrics, curves"),
  Command.withExamples([
    { command: "attune diff 3 7", description: "Two runs, by their numbers in attune ls" },
    { command: "attune diff 7 experiments/smoke/run.yaml", description: "A run with the file as it is now" },
  ]),
);
